package io.millrace.jdbc.columns;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;

/** The values of one parameter in the block that is being filled. */
final class BatchColumn {

    /** After so many blocks that ended because a value was of another kind, values of all kinds are taken together. */
    private static final int MOST_CHANGES = 4;

    private static final byte[] NOTHING = {};
    private static final byte[] UNSET = {0};

    private SentKind kind = SentKind.NULL;
    private int rows;
    private final BitSet nulls = new BitSet();
    /** Values of a fixed width, as bits. */
    private long[] fixed = new long[64];

    private boolean small = true;
    private int[] lengths = new int[64];
    private byte[] bytes = new byte[256];
    private int used;
    private int changes;

    /** Whether the block can go on with a value; if not, it ends before it. */
    boolean takes(SentKind given) {
        if (kind == SentKind.MIXED || kind == SentKind.NULL || given == kind || given == SentKind.NULL) {
            return true;
        }
        changes++;
        return false;
    }

    /** @param given one that it {@link #takes} */
    void add(TypedValue value, SentKind given) {
        if (rows == 0 && changes >= MOST_CHANGES) {
            kind = SentKind.MIXED;
        }
        if (kind == SentKind.NULL) {
            kind = given;
        }
        if (value != null && value.value == null) {
            nulls.set(rows);
            addVariable(NOTHING);
            addFixed(0);
        } else if (kind.isVariable()) {
            addVariable(variable(value));
        } else {
            addFixed(bits(value));
        }
        rows++;
    }

    /** Drops the last value if there is one more than that. */
    void shorten(int wanted) {
        if (rows > wanted) {
            rows--;
            used -= kind.isVariable() ? lengths[rows] : 0;
            nulls.clear(rows);
        }
    }

    private void addFixed(long bits) {
        if (kind.isVariable()) {
            return;
        }
        if (rows == fixed.length) {
            fixed = Arrays.copyOf(fixed, rows * 2);
        }
        fixed[rows] = bits;
        small &= bits == (int) bits;
    }

    private void addVariable(byte[] value) {
        if (kind != SentKind.NULL && !kind.isVariable()) {
            return;
        }
        if (rows == lengths.length) {
            lengths = Arrays.copyOf(lengths, rows * 2);
        }
        if (value.length > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, value.length), bytes.length * 2));
        }
        System.arraycopy(value, 0, bytes, used, value.length);
        used += value.length;
        lengths[rows] = value.length;
    }

    private long bits(TypedValue value) {
        switch (kind) {
            case BOOLEAN:
                return (Boolean) value.value ? 1 : 0;
            case FLOAT:
                return Float.floatToIntBits(((Number) value.value).floatValue());
            case DOUBLE:
                return Double.doubleToLongBits(((Number) value.value).doubleValue());
            default:
                return ((Number) value.value).longValue();
        }
    }

    private byte[] variable(TypedValue value) {
        switch (kind) {
            case STRING:
                return ((String) value.value).getBytes(StandardCharsets.UTF_8);
            case BYTES:
                return ByteString.parseBase64((String) value.value);
            case DECIMAL:
                BigDecimal decimal = (BigDecimal) value.value;
                byte[] unscaled = decimal.unscaledValue().toByteArray();
                return ByteBuffer.allocate(Integer.BYTES + unscaled.length)
                        .putInt(decimal.scale())
                        .put(unscaled)
                        .array();
            default:
                if (value == null) {
                    return UNSET;
                }
                byte[] encoded = value.toProto().toByteArray();
                return ByteBuffer.allocate(1 + encoded.length)
                        .put((byte) 1)
                        .put(encoded)
                        .array();
        }
    }

    /** About how many bytes it takes. */
    int size() {
        return kind.isVariable() ? used + rows * Integer.BYTES : rows * Long.BYTES;
    }

    /** The kind as it is sent. */
    private SentKind sent() {
        return kind == SentKind.LONG && small ? SentKind.INT : kind;
    }

    /** How many bytes it takes in a block. */
    int blockSize() {
        int head = 2 + (nulls.isEmpty() ? 0 : (rows + 7) / 8);
        SentKind sent = sent();
        return head + (sent.isVariable() ? rows * Integer.BYTES + used : rows * sent.width());
    }

    /** Writes its values and forgets them. */
    void end(ByteBuffer block) {
        SentKind sent = sent();
        block.put((byte) sent.number());
        block.put((byte) (nulls.isEmpty() ? 0 : 1));
        if (!nulls.isEmpty()) {
            byte[] mask = Arrays.copyOf(nulls.toByteArray(), (rows + 7) / 8);
            block.put(mask);
        }
        if (sent.isVariable()) {
            block.asIntBuffer().put(lengths, 0, rows);
            block.position(block.position() + rows * Integer.BYTES);
            block.put(bytes, 0, used);
        } else if (sent == SentKind.NULL) {
            block.put(new byte[rows]);
        } else {
            endFixed(block, sent.width());
        }
        kind = SentKind.NULL;
        small = true;
        rows = 0;
        used = 0;
        nulls.clear();
    }

    private void endFixed(ByteBuffer block, int width) {
        if (width == Long.BYTES) {
            block.asLongBuffer().put(fixed, 0, rows);
            block.position(block.position() + rows * Long.BYTES);
            return;
        }
        for (int row = 0; row < rows; row++) {
            if (width == 1) {
                block.put((byte) fixed[row]);
            } else {
                block.putInt((int) fixed[row]);
            }
        }
    }
}
