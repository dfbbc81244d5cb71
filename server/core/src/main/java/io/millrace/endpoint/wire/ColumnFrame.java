package io.millrace.endpoint.wire;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as columns of bytes: {@code MF}, whether these are the last rows, which row is the first, the numbers of rows and columns; then of each
 * column its kind, whether a mask of nulls follows, the mask, and the values behind each other, those of a length of their own behind their
 * lengths. Used once.
 */
final class ColumnFrame {

    private static final int HEAD = 3 + Long.BYTES + 2 * Integer.BYTES;

    private final List<Type> types;
    private final CellCodec[] codecs;
    private ByteBuffer out = ByteBuffer.allocate(1 << 12);

    ColumnFrame(List<Type> types, CellCodec[] codecs) {
        this.types = types;
        this.codecs = codecs;
    }

    /** What values of a column are in a frame. */
    private enum Kind {
        BOOLEAN(1),
        INT(2),
        LONG(3),
        FLOAT(4),
        DOUBLE(5),
        DECIMAL(6),
        STRING(7),
        BYTES(8),
        BYTE(13),
        SHORT(14),
        /** One scale for all, then whole numbers. */
        LONG_DECIMAL(15);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind of(Type type) {
            return switch (type.kind()) {
                case BOOLEAN -> BOOLEAN;
                case TINYINT -> BYTE;
                case SMALLINT -> SHORT;
                case INTEGER, DATE, TIME -> INT;
                case BIGINT -> LONG;
                case TIMESTAMP, TIMESTAMP_LTZ -> Ticks.isFine(type) ? STRING : LONG;
                case REAL -> FLOAT;
                case DOUBLE -> DOUBLE;
                case DECIMAL -> type.layout() == Layout.LONG ? LONG_DECIMAL : DECIMAL;
                case BINARY, VARBINARY -> BYTES;
                case CHAR, VARCHAR, INTERVAL_MONTH, INTERVAL_DAY, UUID, ROW, MAP, VARIANT -> STRING;
                case ARRAY, MULTISET -> throw new IllegalArgumentException("arrays have no columns");
            };
        }
    }

    static boolean takes(Type type) {
        return type.layout() != Layout.ARRAY;
    }

    byte[] encode(FrameRows rows, long offset, boolean done) {
        room(HEAD);
        out.put((byte) 'M').put((byte) 'F').put((byte) (done ? 1 : 0));
        out.putLong(offset).putInt(rows.size()).putInt(types.size());
        for (int i = 0; i < types.size(); i++) {
            Kind kind = Kind.of(types.get(i));
            room(2 + Integer.BYTES);
            out.put((byte) kind.number);
            nulls(rows, i);
            switch (kind) {
                case DECIMAL, STRING, BYTES -> variable(rows, i, kind);
                default -> fixed(rows, i, kind);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private void room(long bytes) {
        if (bytes > out.remaining()) {
            long size = Math.max(out.capacity() * 2L, out.position() + bytes);
            out = ByteBuffer.allocate(Math.toIntExact(size)).put(out.flip());
        }
    }

    private void nulls(FrameRows rows, int column) {
        byte[] mask = new byte[(rows.size() + 7) / 8];
        boolean any = false;
        int at = 0;
        for (FrameRows.Run run : rows.runs()) {
            Column values = run.page().column(column);
            for (int row = run.from(); row < run.to(); row++, at++) {
                if (values.isNull(row)) {
                    mask[at >> 3] |= (byte) (1 << (at & 7));
                    any = true;
                }
            }
        }
        room(1L + mask.length);
        out.put((byte) (any ? 1 : 0));
        if (any) {
            out.put(mask);
        }
    }

    private void fixed(FrameRows rows, int column, Kind kind) {
        room(Integer.BYTES + (long) rows.size() * Long.BYTES);
        if (kind == Kind.LONG_DECIMAL) {
            out.putInt(((ScalarType) types.get(column)).scale());
        }
        for (FrameRows.Run run : rows.runs()) {
            Column values = run.page().column(column);
            switch (kind) {
                case BOOLEAN -> booleans(((BooleanColumn) values).values(), run);
                case BYTE, SHORT, INT -> ints(((IntColumn) values).values(), run, kind);
                case LONG, LONG_DECIMAL -> longs(((LongColumn) values).values(), run);
                case FLOAT, DOUBLE -> reals(((DoubleColumn) values).values(), run, kind == Kind.FLOAT);
                case DECIMAL, STRING, BYTES -> throw new IllegalStateException(kind + " has no fixed length");
            }
        }
    }

    private void booleans(boolean[] values, FrameRows.Run run) {
        for (int row = run.from(); row < run.to(); row++) {
            out.put((byte) (values[row] ? 1 : 0));
        }
    }

    private void ints(int[] values, FrameRows.Run run, Kind kind) {
        for (int row = run.from(); row < run.to(); row++) {
            if (kind == Kind.INT) {
                out.putInt(values[row]);
            } else if (kind == Kind.SHORT) {
                out.putShort((short) values[row]);
            } else {
                out.put((byte) values[row]);
            }
        }
    }

    private void longs(long[] values, FrameRows.Run run) {
        for (int row = run.from(); row < run.to(); row++) {
            out.putLong(values[row]);
        }
    }

    private void reals(double[] values, FrameRows.Run run, boolean single) {
        for (int row = run.from(); row < run.to(); row++) {
            if (single) {
                out.putFloat((float) values[row]);
            } else {
                out.putDouble(values[row]);
            }
        }
    }

    private void variable(FrameRows rows, int column, Kind kind) {
        room((long) rows.size() * Integer.BYTES);
        int lengths = out.position();
        out.position(lengths + rows.size() * Integer.BYTES);
        boolean asIs = kind == Kind.BYTES || codecs[column].isText();
        for (FrameRows.Run run : rows.runs()) {
            Column values = run.page().column(column);
            for (int row = run.from(); row < run.to(); row++) {
                int before = out.position();
                if (asIs && !values.isNull(row)) {
                    BytesColumn bytes = (BytesColumn) values;
                    room(bytes.lengths()[row]);
                    out.put(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
                } else if (!values.isNull(row)) {
                    byte[] bytes = kind == Kind.DECIMAL
                            ? decimal(((DecimalColumn) values).values()[row])
                            : text(values, column, row);
                    room(bytes.length);
                    out.put(bytes);
                }
                out.putInt(lengths, out.position() - before);
                lengths += Integer.BYTES;
            }
        }
    }

    private byte[] text(Column values, int column, int row) {
        return ((String) codecs[column].json(values, row)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decimal(BigDecimal value) {
        byte[] digits = value.unscaledValue().toByteArray();
        return ByteBuffer.allocate(Integer.BYTES + digits.length)
                .putInt(value.scale())
                .put(digits)
                .array();
    }
}
