package io.millrace.endpoint.wire;

import io.millrace.spi.data.TypeKind;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;

/** The values of one parameter in a block, as they came: nothing is copied. Immutable. */
final class GivenColumn {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final GivenKind kind;
    private final byte[] data;
    /** Where the mask of nulls begins; negative when there are none. */
    private final int nulls;
    /** Where the values begin, for kinds of a fixed width. */
    private final int values;
    /** Where each value begins, and behind the last one where it ends, for the other kinds. */
    private final int[] starts;

    private GivenColumn(GivenKind kind, byte[] data, int nulls, int values, int[] starts) {
        this.kind = kind;
        this.data = data;
        this.nulls = nulls;
        this.values = values;
        this.starts = starts;
    }

    /** Reads a column of that many rows off a block. */
    static GivenColumn read(ByteBuffer block, int rows) {
        GivenKind kind = GivenKind.of(block.get());
        int nulls = -1;
        if (block.get() != 0) {
            nulls = block.arrayOffset() + block.position();
            skip(block, (rows + 7) / 8);
        }
        int values = block.arrayOffset() + block.position();
        if (kind.width() > 0) {
            skip(block, (long) rows * kind.width());
            return new GivenColumn(kind, block.array(), nulls, values, null);
        }
        int[] starts = new int[rows + 1];
        long end = values + (long) rows * Integer.BYTES;
        for (int row = 0; row < rows; row++) {
            starts[row] = (int) end;
            int length = block.getInt();
            end += length;
            if (length < 0 || end > block.arrayOffset() + block.limit()) {
                throw GivenBlock.broken();
            }
        }
        starts[rows] = (int) end;
        skip(block, end - (values + (long) rows * Integer.BYTES));
        return new GivenColumn(kind, block.array(), nulls, values, starts);
    }

    private static void skip(ByteBuffer block, long bytes) {
        if (bytes > block.remaining()) {
            throw GivenBlock.broken();
        }
        block.position(block.position() + (int) bytes);
    }

    GivenKind kind() {
        return kind;
    }

    /** The array in which values of a length of their own lie. */
    byte[] data() {
        return data;
    }

    int start(int row) {
        return starts[row];
    }

    int length(int row) {
        return starts[row + 1] - starts[row];
    }

    boolean isNull(int row) {
        return kind == GivenKind.NULL || (nulls >= 0 && (data[nulls + (row >> 3)] >> (row & 7) & 1) != 0);
    }

    boolean hasNulls(int from, int to) {
        if (kind == GivenKind.NULL) {
            return from < to;
        }
        for (int row = from; nulls >= 0 && row < to; row++) {
            if (isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /** A value of a kind that is counted in whole numbers, or the bits of one of another kind of fixed width. */
    long number(int row) {
        return switch (kind.width()) {
            case 1 -> data[values + row];
            case Integer.BYTES -> (int) INTS.get(data, values + row * Integer.BYTES);
            default -> (long) LONGS.get(data, values + row * Long.BYTES);
        };
    }

    /** A value of the kind FLOAT or DOUBLE. */
    double real(int row) {
        return kind == GivenKind.FLOAT ? Float.intBitsToFloat((int) number(row)) : Double.longBitsToDouble(number(row));
    }

    /** The digits behind the point of a DECIMAL. */
    int scale(int row) {
        checkDecimal(row);
        return (int) INTS.get(data, starts[row]);
    }

    /** Whether the digits of a DECIMAL are those of a long. */
    boolean isSmall(int row) {
        checkDecimal(row);
        return length(row) <= Integer.BYTES + Long.BYTES;
    }

    /** The digits of a DECIMAL that {@link #isSmall}. */
    long unscaled(int row) {
        long digits = data[starts[row] + Integer.BYTES];
        for (int i = starts[row] + Integer.BYTES + 1; i < starts[row + 1]; i++) {
            digits = digits << 8 | data[i] & 0xff;
        }
        return digits;
    }

    private void checkDecimal(int row) {
        if (length(row) <= Integer.BYTES) {
            throw GivenBlock.broken();
        }
    }

    /**
     * A value as a client gives it, times as {@link GivenTime}; null for NULL.
     *
     * @param number of the parameter, from 1 on
     */
    Object value(int row, int number) {
        if (isNull(row)) {
            return null;
        }
        return switch (kind) {
            case NULL -> null;
            case BOOLEAN -> number(row) != 0;
            case INT, LONG -> number(row);
            case FLOAT -> (float) real(row);
            case DOUBLE -> real(row);
            case DECIMAL -> decimal(row);
            case STRING -> new String(data, starts[row], length(row), StandardCharsets.UTF_8);
            case BYTES -> new ByteString(Arrays.copyOfRange(data, starts[row], starts[row + 1]));
            case DATE -> new GivenTime(TypeKind.DATE, number(row));
            case TIME -> new GivenTime(TypeKind.TIME, number(row));
            case TIMESTAMP -> new GivenTime(TypeKind.TIMESTAMP, number(row));
            case MIXED -> mixed(row, number);
        };
    }

    private BigDecimal decimal(int row) {
        int scale = scale(row);
        int digits = starts[row] + Integer.BYTES;
        return new BigDecimal(new BigInteger(data, digits, starts[row + 1] - digits), scale);
    }

    private Object mixed(int row, int number) {
        if (length(row) == 0) {
            throw GivenBlock.broken();
        }
        if (data[starts[row]] == 0) {
            throw ParameterValues.notSet(number);
        }
        try {
            ByteBuffer value = ByteBuffer.wrap(data, starts[row] + 1, length(row) - 1);
            return GivenTime.of(TypedValue.fromProto(Common.TypedValue.parseFrom(value)));
        } catch (IOException e) {
            throw GivenBlock.broken();
        }
    }
}
