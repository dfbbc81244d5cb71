package io.millrace.jdbc.nested;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Map;

/** An ARRAY that lies in a row or map. Compared by value. */
final class ArrayValue implements Array {

    private final String elementType;
    private final Object[] values;

    ArrayValue(String elementType, Object[] values) {
        this.elementType = elementType;
        this.values = values;
    }

    @Override
    public String getBaseTypeName() {
        return elementType;
    }

    /** The elements are objects of the classes that JDBC has for them. */
    @Override
    public int getBaseType() {
        return Types.JAVA_OBJECT;
    }

    @Override
    public Object getArray() {
        return values.clone();
    }

    @Override
    public Object getArray(Map<String, Class<?>> classes) {
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) {
        return Arrays.copyOfRange(values, (int) index - 1, (int) index - 1 + count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> classes) {
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("an array that lies in a row or map is read with getArray", "0A000");
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> classes) throws SQLFeatureNotSupportedException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLFeatureNotSupportedException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> classes)
            throws SQLFeatureNotSupportedException {
        return getResultSet();
    }

    @Override
    public void free() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayValue && Arrays.deepEquals(values, ((ArrayValue) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
