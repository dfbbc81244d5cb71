package io.millrace.engine.simulation;

import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of two numbers with their weights, as readable text: {@code "3:17"}. */
final class Rows {

    private Rows() {}

    static String row(long key, long value) {
        return key + ":" + value;
    }

    static Page page(long[][] rows) {
        PageBuilder page = new PageBuilder(Definition.ROWS);
        for (long[] row : rows) {
            ((LongColumnBuilder) page.column(0)).append(row[0]);
            ((LongColumnBuilder) page.column(1)).append(row[1]);
            page.endRow();
        }
        return page.build();
    }

    /** Adds the rows of pages; those whose weights come to nothing are left out. */
    static void add(Map<String, Long> rows, List<Page> pages) {
        for (Page page : pages) {
            long[] keys = ((LongColumn) page.column(0)).values();
            long[] values = ((LongColumn) page.column(1)).values();
            for (int row = 0; row < page.size(); row++) {
                long weight = page.weight(row);
                rows.merge(row(keys[row], values[row]), weight, (one, other) -> one + other == 0 ? null : one + other);
            }
        }
    }

    /** What a query that sums up gives of rows. */
    static Map<String, Long> sums(Map<String, Long> rows) {
        Map<Long, Long> totals = new TreeMap<>();
        rows.forEach((row, weight) -> {
            int colon = row.indexOf(':');
            long key = Long.parseLong(row.substring(0, colon));
            totals.merge(key, Long.parseLong(row.substring(colon + 1)) * weight, Long::sum);
        });
        Map<String, Long> sums = new TreeMap<>();
        totals.forEach((key, total) -> sums.put(row(key, total), 1L));
        return sums;
    }
}
