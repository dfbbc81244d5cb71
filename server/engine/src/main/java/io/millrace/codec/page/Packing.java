package io.millrace.codec.page;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.data.NullMask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs integers: each as its distance from the least, in as few whole bytes as the greatest distance needs; in none when all are
 * equal. Nulls do not count and come back as zero.
 *
 * <p>A byte tells the width (0, 1, 2, 4, 8), then follows the least value, unless all are written in full.
 */
final class Packing {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Packing() {}

    static void putLongs(Encoder out, long[] values, long[] nulls, int count) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        if (nulls == null) {
            for (int i = 0; i < count; i++) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                if (!NullMask.isNull(nulls, i)) {
                    least = Math.min(least, values[i]);
                    greatest = Math.max(greatest, values[i]);
                }
            }
        }
        if (least > greatest) {
            least = 0;
            greatest = 0;
        }
        int width = width(greatest - least);
        out.putByte(width);
        if (width == Long.BYTES) {
            out.putLongs(values, count);
            return;
        }
        out.putSigned(least);
        int at = out.reserve(Math.multiplyExact(count, width));
        pack(values, count, least, width, out.array(), at);
    }

    private static void pack(long[] values, int count, long least, int width, byte[] to, int at) {
        switch (width) {
            case 0 -> {}
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = (byte) (values[i] - least);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    SHORT.set(to, at + i * Short.BYTES, (short) (values[i] - least));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    INT.set(to, at + i * Integer.BYTES, (int) (values[i] - least));
                }
            }
        }
    }

    private static int width(long distance) {
        if (distance < 0 || distance > 0xFFFF_FFFFL) {
            return Long.BYTES;
        }
        if (distance > 0xFFFF) {
            return Integer.BYTES;
        }
        return distance > 0xFF ? Short.BYTES : distance > 0 ? Byte.BYTES : 0;
    }

    static long[] takeLongs(Decoder in, long[] nulls, int count) {
        int width = in.takeByte();
        if (width == Long.BYTES) {
            return zeroed(in.takeLongs(count), nulls);
        }
        long least = in.takeSigned();
        int at = skip(in, width, count);
        in.claim((long) count * Long.BYTES);
        long[] values = new long[count];
        byte[] from = in.array();
        switch (width) {
            case 0 -> Arrays.fill(values, least);
            case Byte.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + (from[at + i] & 0xFF);
                }
            }
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + ((short) SHORT.get(from, at + i * Short.BYTES) & 0xFFFF);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = least + ((int) INT.get(from, at + i * Integer.BYTES) & 0xFFFF_FFFFL);
                }
            }
        }
        return zeroed(values, nulls);
    }

    private static int skip(Decoder in, int width, int count) {
        if (width != 0 && width != Byte.BYTES && width != Short.BYTES && width != Integer.BYTES) {
            throw in.damaged("numbers of " + width + " bytes are announced");
        }
        return in.skip((long) count * width);
    }

    private static long[] zeroed(long[] values, long[] nulls) {
        for (int i = 0; nulls != null && i < values.length; i++) {
            if (NullMask.isNull(nulls, i)) {
                values[i] = 0;
            }
        }
        return values;
    }

    static void putInts(Encoder out, int[] values, long[] nulls, int count) {
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !NullMask.isNull(nulls, i)) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        if (least > greatest) {
            least = 0;
            greatest = 0;
        }
        int width = width((long) greatest - least);
        out.putByte(width);
        if (width == Integer.BYTES) {
            out.putInts(values, count);
            return;
        }
        out.putSigned(least);
        int at = out.reserve(Math.multiplyExact(count, width));
        byte[] to = out.array();
        if (width == Byte.BYTES) {
            for (int i = 0; i < count; i++) {
                to[at + i] = (byte) (values[i] - least);
            }
        } else if (width == Short.BYTES) {
            for (int i = 0; i < count; i++) {
                SHORT.set(to, at + i * Short.BYTES, (short) (values[i] - least));
            }
        }
    }

    static int[] takeInts(Decoder in, long[] nulls, int count) {
        int width = in.takeByte();
        if (width == Integer.BYTES) {
            return zeroed(in.takeInts(count), nulls);
        }
        int least = in.takeSignedInt();
        int at = skip(in, width, count);
        in.claim((long) count * Integer.BYTES);
        int[] values = new int[count];
        byte[] from = in.array();
        if (width == 0) {
            Arrays.fill(values, least);
        } else if (width == Byte.BYTES) {
            for (int i = 0; i < count; i++) {
                values[i] = least + (from[at + i] & 0xFF);
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = least + ((short) SHORT.get(from, at + i * Short.BYTES) & 0xFFFF);
            }
        }
        return zeroed(values, nulls);
    }

    private static int[] zeroed(int[] values, long[] nulls) {
        for (int i = 0; nulls != null && i < values.length; i++) {
            if (NullMask.isNull(nulls, i)) {
                values[i] = 0;
            }
        }
        return values;
    }
}
