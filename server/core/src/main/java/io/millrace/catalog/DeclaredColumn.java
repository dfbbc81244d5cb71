package io.millrace.catalog;

import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of a stream or table as declared: delivered by the input, or computed from what is delivered.
 *
 * @param metadata the metadata key of a {@code METADATA FROM 'key'} column, which the transport delivers
 * @param computed over the physical columns (those that are not computed, in declared order); empty for a physical column
 * @param defaultValue the expression, as SQL, of what it gets when an INSERT does not name it; NULL when there is none
 * @param identity how the server numbers it
 */
public record DeclaredColumn(
        Field field,
        Optional<String> metadata,
        Optional<Expression> computed,
        Optional<String> defaultValue,
        Optional<IdentityRule> identity) {

    /** A column without a DEFAULT or numbers. */
    public DeclaredColumn(Field field, Optional<String> metadata, Optional<Expression> computed) {
        this(field, metadata, computed, Optional.empty(), Optional.empty());
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
        return new DeclaredColumn(
                new Field(field.name(), field.type(), false), metadata, computed, defaultValue, identity);
    }

    /** For each declared column, how it comes from the physical ones. */
    public static List<Expression> expressions(List<DeclaredColumn> columns) {
        List<Expression> expressions = new ArrayList<>();
        int physical = 0;
        for (DeclaredColumn column : columns) {
            Field field = column.field();
            expressions.add(
                    column.isPhysical()
                            ? new ColumnReference(physical++, field.type(), field.nullable())
                            : column.computed().orElseThrow());
        }
        return expressions;
    }

    /** The column as statements give it: without a value, where the server has one. */
    public Field given() {
        return identity.isPresent() ? new Field(field.name(), field.type(), true) : field;
    }

    public boolean isPhysical() {
        return computed.isEmpty();
    }

    /** Whether an INSERT can give it a value. */
    public boolean isInsertable() {
        return computed.isEmpty() && metadata.isEmpty();
    }
}
