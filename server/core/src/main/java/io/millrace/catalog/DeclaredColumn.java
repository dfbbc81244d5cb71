package io.millrace.catalog;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Field;
import java.util.Optional;

/**
 * A column of a stream or table as declared: delivered by the input, or computed from what is delivered.
 *
 * @param metadata the metadata key of a {@code METADATA FROM 'key'} column, which the transport delivers
 * @param computed over the physical columns (those that are not computed, in declared order); empty for a physical column
 * @param defaultValue the expression, as SQL, of what it gets when an INSERT does not name it; NULL when there is none
 */
public record DeclaredColumn(
        Field field, Optional<String> metadata, Optional<Expression> computed, Optional<String> defaultValue) {

    /** A column without a DEFAULT. */
    public DeclaredColumn(Field field, Optional<String> metadata, Optional<Expression> computed) {
        this(field, metadata, computed, Optional.empty());
    }

    public static DeclaredColumn physical(Field field) {
        return new DeclaredColumn(field, Optional.empty(), Optional.empty());
    }

    public static DeclaredColumn metadata(Field field, String key) {
        return new DeclaredColumn(field, Optional.of(key), Optional.empty());
    }

    public static DeclaredColumn computed(Field field, Expression expression) {
        return new DeclaredColumn(field, Optional.empty(), Optional.of(expression));
    }

    /** The same column without nulls. */
    public DeclaredColumn notNull() {
        return new DeclaredColumn(new Field(field.name(), field.type(), false), metadata, computed, defaultValue);
    }

    public boolean isPhysical() {
        return computed.isEmpty();
    }

    /** Whether an INSERT can give it a value. */
    public boolean isInsertable() {
        return computed.isEmpty() && metadata.isEmpty();
    }
}
