package io.millrace.jdbc.columns;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.Meta;

/**
 * Makes rows of a frame whose values are columns: {@code MF}, whether it is the last one, its first row, the numbers of rows and columns; of each
 * column its kind, whether a mask of nulls follows, the mask, and the values. The objects are those that Avatica makes of its own frames.
 */
final class ColumnRows {

    private static final int BOOLEAN = 1;
    private static final int INT = 2;
    private static final int LONG = 3;
    private static final int FLOAT = 4;
    private static final int DOUBLE = 5;
    private static final int DECIMAL = 6;
    private static final int STRING = 7;
    private static final int BYTES = 8;
    private static final int BYTE = 13;
    private static final int SHORT = 14;
    /** One scale for all, then whole numbers. */
    private static final int LONG_DECIMAL = 15;

    private final byte[] data;
    private final ByteBuffer rest;

    private ColumnRows(byte[] data) {
        this.data = data;
        this.rest = ByteBuffer.wrap(data).position(2);
    }

    /** Messages of Avatica never begin so. */
    static boolean isFrame(byte[] answer) {
        return answer.length > 2 && answer[0] == 'M' && answer[1] == 'F';
    }

    static Meta.Frame read(byte[] answer) {
        return new ColumnRows(answer).frame();
    }

    private Meta.Frame frame() {
        boolean done = rest.get() != 0;
        long offset = rest.getLong();
        int count = rest.getInt();
        int columns = rest.getInt();
        Object[][] cells = new Object[count][columns];
        for (int column = 0; column < columns; column++) {
            column(cells, column);
        }
        List<Object> rows = new ArrayList<>(count);
        for (Object[] row : cells) {
            rows.add(Arrays.asList(row));
        }
        return new Meta.Frame(offset, done, rows);
    }

    private void column(Object[][] cells, int column) {
        int kind = rest.get();
        int nulls = -1;
        if (rest.get() != 0) {
            nulls = rest.position();
            rest.position(nulls + (cells.length + 7) / 8);
        }
        if (kind == STRING || kind == BYTES || kind == DECIMAL) {
            variable(cells, column, kind, nulls);
            return;
        }
        int scale = kind == LONG_DECIMAL ? rest.getInt() : 0;
        for (int row = 0; row < cells.length; row++) {
            Object value = fixed(kind, scale);
            cells[row][column] = isNull(nulls, row) ? null : value;
        }
    }

    private boolean isNull(int nulls, int row) {
        return nulls >= 0 && (data[nulls + (row >> 3)] >> (row & 7) & 1) != 0;
    }

    private Object fixed(int kind, int scale) {
        switch (kind) {
            case BOOLEAN:
                return rest.get() != 0;
            case BYTE:
                return rest.get();
            case SHORT:
                return rest.getShort();
            case INT:
                return rest.getInt();
            case LONG:
                return rest.getLong();
            case FLOAT:
                return rest.getFloat();
            case DOUBLE:
                return rest.getDouble();
            case LONG_DECIMAL:
                return BigDecimal.valueOf(rest.getLong(), scale);
            default:
                throw new IllegalStateException("the server sends values of a kind that this driver does not know");
        }
    }

    private void variable(Object[][] cells, int column, int kind, int nulls) {
        int lengths = rest.position();
        int start = lengths + cells.length * Integer.BYTES;
        for (int row = 0; row < cells.length; row++) {
            int length = rest.getInt(lengths + row * Integer.BYTES);
            cells[row][column] = isNull(nulls, row) ? null : variable(kind, start, length);
            start += length;
        }
        rest.position(start);
    }

    private Object variable(int kind, int start, int length) {
        switch (kind) {
            case STRING:
                return new String(data, start, length, StandardCharsets.UTF_8);
            case BYTES:
                return Arrays.copyOfRange(data, start, start + length);
            default:
                byte[] digits = Arrays.copyOfRange(data, start + Integer.BYTES, start + length);
                return new BigDecimal(new BigInteger(digits), rest.getInt(start));
        }
    }
}
