package io.millrace.connector.testkit;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Shows pages as text, one string per row with its values between bars. */
public final class PageText {

    private PageText() {}

    public static List<String> of(List<Page> pages) {
        List<String> rows = new ArrayList<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                rows.add(text(page, row));
            }
        }
        return rows;
    }

    /** The same, with the weights of rows that have another than +1 before them. */
    public static List<String> weighted(List<Page> pages) {
        List<String> rows = new ArrayList<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                long weight = page.weight(row);
                rows.add(weight == 1 ? text(page, row) : weight + " " + text(page, row));
            }
        }
        return rows;
    }

    private static String text(Page page, int row) {
        StringJoiner values = new StringJoiner("|");
        for (int column = 0; column < page.columnCount(); column++) {
            values.add(value(page.column(column), row));
        }
        return values.toString();
    }

    public static List<String> of(Page page) {
        return of(List.of(page));
    }

    /** A value as text: numbers of the layout as they are, strings without quotes, arrays in brackets. */
    public static String value(Column column, int row) {
        if (column.isNull(row)) {
            return "NULL";
        }
        return switch (column.layout()) {
            case BOOLEAN -> String.valueOf(((BooleanColumn) column).values()[row]);
            case INT -> String.valueOf(((IntColumn) column).values()[row]);
            case LONG -> String.valueOf(((LongColumn) column).values()[row]);
            case DOUBLE -> String.valueOf(((DoubleColumn) column).values()[row]);
            case BYTES -> ((BytesColumn) column).text(row);
            case DECIMAL -> ((DecimalColumn) column).values()[row].toPlainString();
            case ARRAY -> array((ArrayColumn) column, row);
        };
    }

    private static String array(ArrayColumn column, int row) {
        StringJoiner values = new StringJoiner(",", "[", "]");
        for (int i = 0; i < column.lengths()[row]; i++) {
            values.add(value(column.elements(), column.starts()[row] + i));
        }
        return values.toString();
    }
}
