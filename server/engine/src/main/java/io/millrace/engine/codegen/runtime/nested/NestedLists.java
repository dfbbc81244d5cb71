package io.millrace.engine.codegen.runtime.nested;

import io.millrace.engine.codegen.runtime.EvaluationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What functions make of boxed arrays, rows and maps. */
public final class NestedLists {

    private NestedLists() {}

    /** A map of rows of two fields, of equal keys with the last value; null when a row is null. */
    public static Map<Object, Object> map(List<?> entries) {
        if (entries == null || entries.contains(null)) {
            return null;
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object entry : entries) {
            Object[] fields = (Object[]) entry;
            map.put(fields[0], fields[1]);
        }
        return map;
    }

    /** Rows of the elements of arrays that stand in the same place; null when an array is null. */
    public static List<Object> zip(Object[] arrays) {
        int longest = 0;
        for (Object array : arrays) {
            if (array == null) {
                return null;
            }
            longest = Math.max(longest, ((List<?>) array).size());
        }
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            Object[] row = new Object[arrays.length];
            for (int j = 0; j < row.length; j++) {
                List<?> array = (List<?>) arrays[j];
                row[j] = i < array.size() ? array.get(i) : null;
            }
            rows.add(row);
        }
        return rows;
    }

    /** The first of the values between all others that are not null; arrays are their elements. */
    public static String join(Object[] values) {
        if (values[0] == null) {
            return null;
        }
        StringJoiner joined = new StringJoiner((String) values[0]);
        for (int i = 1; i < values.length; i++) {
            List<?> elements = values[i] instanceof List<?> list ? list : java.util.Arrays.asList(values[i]);
            for (Object element : elements) {
                if (element != null) {
                    joined.add(element instanceof BigDecimal number ? number.toPlainString() : element.toString());
                }
            }
        }
        return joined.toString();
    }

    /** A place of an array of a size, whose first place has the number {@code 1 - shift}. */
    public static Integer place(Integer place, Integer size, int shift) {
        if (place == null || size == null) {
            return null;
        }
        int first = 1 - shift;
        if (place < first || place - first >= size) {
            throw EvaluationException.invalidArgument(
                    "an array of " + size + " elements has none in place " + place + ", counted from " + first);
        }
        return place;
    }
}
