package io.millrace.engine.codegen.expression.operand;

import io.millrace.spi.data.Type;
import java.util.Optional;

/**
 * The value of an expression on the current row, as Java text.
 *
 * @param isNull a condition; {@link #NEVER} and {@link #ALWAYS} are recognized
 * @param value the value itself; of text the byte array, of arrays the element column; not to be relied on when null
 * @param start where a text or array begins, otherwise empty; likewise its length
 * @param longOrBig of a large DECIMAL that is a long in most rows: then the value is made anew wherever its text stands
 */
public record Operand(
        Type type, String isNull, String value, String start, String length, Optional<LongOrBig> longOrBig) {

    public static final String NEVER = "false";
    static final String ALWAYS = "true";

    public static Operand of(Type type, String value) {
        return new Operand(type, NEVER, value, "", "", Optional.empty());
    }

    /** A large DECIMAL that is a long, unless the variable {@code big} is not null. */
    public static Operand longOrBig(Type type, String small, String big) {
        LongOrBig parts = LongOrBig.large(small, big, Conversions.scale(type));
        return of(type, parts.made()).withLong(Optional.of(parts));
    }

    public static Operand slice(Type type, String data, String start, String length) {
        return new Operand(type, NEVER, data, start, length, Optional.empty());
    }

    public boolean neverNull() {
        return isNull.equals(NEVER);
    }

    public boolean alwaysNull() {
        return isNull.equals(ALWAYS);
    }

    public Operand withNull(String condition) {
        return new Operand(type, condition, value, start, length, longOrBig);
    }

    Operand withLong(Optional<LongOrBig> parts) {
        return new Operand(type, isNull, value, start, length, parts);
    }

    public Operand withType(Type newType) {
        return new Operand(newType, isNull, value, start, length, longOrBig);
    }

    /** The three arguments by which runtime methods take a slice. */
    public String slice() {
        return value + ", " + start + ", " + length;
    }

    @Override
    public String toString() {
        return value;
    }
}
