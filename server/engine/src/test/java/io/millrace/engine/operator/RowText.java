package io.millrace.engine.operator;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows as tests write them: {@code "+a|1 -b|~"} is a row (a, 1) of weight +1 and a row (b, NULL) of weight −1; {@code +3*a}
 * is three copies; arrays are {@code [x,y]}; an underscore in a text stands for a space.
 */
final class RowText {

    private RowText() {}

    static List<String> split(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.trim().split("\\s+"));
    }

    static Page page(RowType rowType, List<String> rows) {
        PageBuilder builder = new PageBuilder(rowType);
        for (String row : rows) {
            append(builder, row);
        }
        return builder.build();
    }

    private static void append(PageBuilder builder, String row) {
        int star = row.indexOf('*');
        long copies = star < 0 ? 1 : Long.parseLong(row.substring(1, star));
        String[] values = row.substring(star < 0 ? 1 : star + 1).split("\\|", -1);
        for (int i = 0; i < builder.columnCount(); i++) {
            append(builder.column(i), values[i]);
        }
        builder.endRow(row.charAt(0) == '+' ? copies : -copies);
    }

    private static void append(ColumnBuilder builder, String value) {
        if (value.equals("~")) {
            builder.appendNull();
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(Long.parseLong(value));
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append(Integer.parseInt(value));
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append(Double.parseDouble(value));
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append(Boolean.parseBoolean(value));
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append(new BigDecimal(value));
        } else if (builder instanceof BytesColumnBuilder bytes) {
            bytes.append(value.replace('_', ' '));
        } else {
            ArrayColumnBuilder array = (ArrayColumnBuilder) builder;
            String inner = value.substring(1, value.length() - 1);
            for (String element : inner.isEmpty() ? new String[0] : inner.split(",")) {
                append(array.elements(), element);
            }
            array.endArray();
        }
    }

    /** The Z-set of pages: total weight by row text, zeros left out. */
    static Map<String, Long> zset(List<Page> pages) {
        Map<String, Long> total = new TreeMap<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                total.merge(row(page, row), page.weight(row), Long::sum);
            }
        }
        total.values().removeIf(weight -> weight == 0);
        return total;
    }

    static String row(Page page, int row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < page.columnCount(); i++) {
            values.add(value(page.column(i), row));
        }
        return String.join("|", values);
    }

    static String value(Column column, int row) {
        if (column.isNull(row)) {
            return "~";
        }
        if (column instanceof LongColumn longs) {
            return Long.toString(longs.values()[row]);
        }
        if (column instanceof IntColumn ints) {
            return Integer.toString(ints.values()[row]);
        }
        if (column instanceof DoubleColumn doubles) {
            return Double.toString(doubles.values()[row]);
        }
        if (column instanceof BooleanColumn booleans) {
            return Boolean.toString(booleans.values()[row]);
        }
        if (column instanceof DecimalColumn decimals) {
            return decimals.values()[row].toPlainString();
        }
        if (column instanceof BytesColumn bytes) {
            return bytes.text(row).replace(' ', '_');
        }
        ArrayColumn array = (ArrayColumn) column;
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < array.lengths()[row]; i++) {
            elements.add(value(array.elements(), array.starts()[row] + i));
        }
        return "[" + String.join(",", elements) + "]";
    }
}
