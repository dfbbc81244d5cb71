package io.millrace.jdbc.nested;

import java.sql.Struct;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A ROW. Compared by value. */
final class RowValue implements Struct {

    private final String type;
    private final Object[] values;

    RowValue(String type, Object[] values) {
        this.type = type;
        this.values = values;
    }

    @Override
    public String getSQLTypeName() {
        return type;
    }

    @Override
    public Object[] getAttributes() {
        return values.clone();
    }

    @Override
    public Object[] getAttributes(Map<String, Class<?>> classes) {
        return getAttributes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowValue && Arrays.deepEquals(values, ((RowValue) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }
}
