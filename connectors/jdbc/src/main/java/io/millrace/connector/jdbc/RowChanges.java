package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.ColumnValues;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch changes, as rows of values: each row with the sum of its weights, or each key with the row that it has afterwards. */
final class RowChanges {

    private final Map<List<Object>, Long> weights = new LinkedHashMap<>();

    RowChanges(List<Page> pages, ColumnValues[] columns) {
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                Object[] values = new Object[columns.length];
                for (int column = 0; column < columns.length; column++) {
                    values[column] = columns[column].value(page.column(column), row);
                }
                weights.merge(Arrays.asList(values), page.weight(row), Long::sum);
            }
        }
        weights.values().removeIf(weight -> weight == 0);
    }

    /** The rows that are added, each as often as it is. */
    List<List<Object>> added() {
        List<List<Object>> added = new ArrayList<>();
        weights.forEach((row, weight) -> {
            if (weight < 0) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "the query takes a row back, which needs mode = 'upsert'; create the sink again with it");
            }
            for (long copy = 0; copy < weight; copy++) {
                added.add(row);
            }
        });
        return added;
    }

    /** The row of each key that is touched; null for keys that have none any more. */
    Map<List<Object>, List<Object>> byKey(int[] key) {
        Map<List<Object>, List<Object>> rows = new LinkedHashMap<>();
        weights.forEach((row, weight) -> {
            List<Object> values = keyOf(row, key);
            if (weight < 0) {
                rows.putIfAbsent(values, null);
            } else if (weight > 1 || rows.put(values, row) != null) {
                throw new MillraceException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "the query has several rows with the key " + values + "; name more columns with option 'key'");
            }
        });
        return rows;
    }

    private static List<Object> keyOf(List<Object> row, int[] key) {
        List<Object> values = new ArrayList<>(key.length);
        for (int column : key) {
            if (row.get(column) == null) {
                throw new MillraceException(
                        ErrorCode.NULL_NOT_ALLOWED,
                        "a row has NULL in its key, by which a table cannot find it; leave such rows out with WHERE");
            }
            values.add(row.get(column));
        }
        return values;
    }
}
