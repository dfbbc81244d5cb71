package io.millrace.codec.page;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What pages hold, row by row, to be compared exactly. */
public final class PageContent {

    private PageContent() {}

    /** Each row as its weight and values. */
    public static List<List<Object>> rows(List<Page> pages) {
        List<List<Object>> rows = new ArrayList<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                List<Object> values = new ArrayList<>();
                values.add(page.weight(row));
                for (int i = 0; i < page.columnCount(); i++) {
                    values.add(value(page.column(i), row));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private static Object value(Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column.layout()) {
            case BOOLEAN -> ((BooleanColumn) column).values()[row];
            case INT -> ((IntColumn) column).values()[row];
            case LONG -> ((LongColumn) column).values()[row];
            case DOUBLE -> Double.doubleToRawLongBits(((DoubleColumn) column).values()[row]);
            case DECIMAL -> ((DecimalColumn) column).values()[row];
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) column;
                int start = bytes.starts()[row];
                yield ByteBuffer.wrap(Arrays.copyOfRange(bytes.data(), start, start + bytes.lengths()[row]));
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < arrays.lengths()[row]; i++) {
                    elements.add(value(arrays.elements(), arrays.starts()[row] + i));
                }
                yield elements;
            }
        };
    }

    /** Whether null rows hold the zero of their layout, as operators expect. */
    static boolean nullsAreZero(Column column) {
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row) && !isZero(column, row)) {
                return false;
            }
        }
        return !(column instanceof ArrayColumn arrays) || nullsAreZero(arrays.elements());
    }

    private static boolean isZero(Column column, int row) {
        return switch (column.layout()) {
            case BOOLEAN -> !((BooleanColumn) column).values()[row];
            case INT -> ((IntColumn) column).values()[row] == 0;
            case LONG -> ((LongColumn) column).values()[row] == 0;
            case DOUBLE -> Double.doubleToRawLongBits(((DoubleColumn) column).values()[row]) == 0;
            case DECIMAL -> ((DecimalColumn) column).values()[row].signum() == 0;
            case BYTES -> ((BytesColumn) column).lengths()[row] == 0;
            case ARRAY -> ((ArrayColumn) column).lengths()[row] == 0;
        };
    }
}
