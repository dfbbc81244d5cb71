package io.millrace.spi.data.variant;

import io.millrace.spi.data.Ticks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Writes VARIANT values one behind the other; can be used again after {@link #clear}. Not thread-safe. */
public final class VariantWriter {

    private static final long[] POWERS = new long[10];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 100;
        }
    }

    private byte[] data = new byte[64];
    private int size;
    private ObjectOrder order;

    /** What was written; valid until more is. */
    public byte[] data() {
        return data;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(data, size);
    }

    private void reserve(int length) {
        if (data.length - size < length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, (size + (long) length) * 2));
        }
    }

    void put(int value) {
        reserve(1);
        data[size++] = (byte) value;
    }

    public void putNull() {
        put(VariantKind.NULL);
    }

    public void putBoolean(boolean value) {
        put(value ? VariantKind.TRUE : VariantKind.FALSE);
    }

    public void putLong(long value) {
        putScaled(value, 0);
    }

    /** A DECIMAL as its digits and how many of them are behind the point. */
    public void putScaled(long unscaled, int scale) {
        if (unscaled == 0) {
            put(VariantKind.ZERO);
        } else if (scale < 0
                || Math.abs(unscaled) < 0
                || (scale & 1) == 1 && Math.abs(unscaled) > Long.MAX_VALUE / 10) {
            putDecimal(BigDecimal.valueOf(unscaled, scale));
        } else {
            putDigits(unscaled < 0, (scale & 1) == 1 ? Math.abs(unscaled) * 10 : Math.abs(unscaled), scale + 1 >> 1);
        }
    }

    /** @param pairs how many digits of base 100 are behind the point */
    private void putDigits(boolean negative, long magnitude, int pairs) {
        int count = 1;
        while (count < POWERS.length && magnitude >= POWERS[count]) {
            count++;
        }
        int turn = head(negative, count - pairs);
        long rest = magnitude;
        for (int i = count - 1; rest != 0; i--) {
            long digit = rest / POWERS[i];
            rest -= digit * POWERS[i];
            put((int) digit + 1 ^ turn);
        }
        put(turn);
    }

    /** Writes kind and exponent; returns what turns the bytes of digits. */
    private int head(boolean negative, int exponent) {
        int turn = negative ? 0xFF : 0;
        put(negative ? VariantKind.NEGATIVE : VariantKind.POSITIVE);
        if (Math.abs(exponent) <= VariantNumbers.NEAR) {
            put(VariantNumbers.MIDDLE + exponent ^ turn);
        } else {
            put((exponent > 0 ? VariantNumbers.FAR_ABOVE : VariantNumbers.FAR_BELOW) ^ turn);
            int turned = exponent ^ Integer.MIN_VALUE;
            for (int shift = 24; shift >= 0; shift -= 8) {
                put(turned >> shift ^ turn);
            }
        }
        return turn;
    }

    /** A number of any length. */
    public void putDecimal(BigDecimal value) {
        if (value.signum() == 0) {
            put(VariantKind.ZERO);
            return;
        }
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < 60 && value.scale() >= 0) {
            putScaled(unscaled.longValue(), value.scale());
            return;
        }
        String digits = unscaled.abs().toString();
        int whole = digits.length() - value.scale();
        int first = Math.floorMod(whole, 2) == 0 ? 0 : -1;
        int last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        int turn = head(value.signum() < 0, Math.floorDiv(whole + 1, 2));
        for (int i = first; i < last; i += 2) {
            int high = i < 0 ? 0 : digits.charAt(i) - '0';
            int low = i + 1 < last ? digits.charAt(i + 1) - '0' : 0;
            put(high * 10 + low + 1 ^ turn);
        }
        put(turn);
    }

    /** A floating point number, as the shortest decimal number that stands for it. */
    public void putDouble(double value) {
        if (value == (long) value && Math.abs(value) < 1L << 53) {
            putLong((long) value);
        } else {
            putFloating(value, Double.isFinite(value) ? Double.toString(value) : null);
        }
    }

    /** The same of a number of half the length. */
    public void putReal(float value) {
        if (value == (long) value && Math.abs(value) < 1 << 24) {
            putLong((long) value);
        } else {
            putFloating(value, Float.isFinite(value) ? Float.toString(value) : null);
        }
    }

    private void putFloating(double value, String text) {
        if (text != null) {
            putDecimal(new BigDecimal(text));
        } else if (Double.isNaN(value)) {
            put(VariantKind.NAN);
        } else {
            put(value > 0 ? VariantKind.INFINITY : VariantKind.NEGATIVE_INFINITY);
        }
    }

    /** A text in UTF-8. */
    public void putText(byte[] source, int from, int length) {
        put(VariantKind.TEXT);
        putKey(source, from, length);
    }

    /** Begins a text of which parts follow. */
    void beginText() {
        put(VariantKind.TEXT);
    }

    /** A part of a text. */
    void putPart(byte[] source, int from, int length) {
        reserve(length * 2);
        for (int i = from; i < from + length; i++) {
            byte value = source[i];
            data[size++] = value;
            if (value == VariantKind.END) {
                data[size++] = VariantKind.ESCAPE;
            }
        }
    }

    /** A byte of a text. */
    void putPart(int value) {
        put(value);
        if ((byte) value == VariantKind.END) {
            put(VariantKind.ESCAPE);
        }
    }

    void endText() {
        put(VariantKind.END);
        put(VariantKind.TEXT_END);
    }

    private void putKey(byte[] source, int from, int length) {
        putPart(source, from, length);
        endText();
    }

    public void putBinary(byte[] source, int from, int length) {
        put(VariantKind.BINARY);
        putKey(source, from, length);
    }

    /** A UUID of 16 bytes. */
    public void putUuid(byte[] source, int from) {
        put(VariantKind.UUID);
        reserve(16);
        System.arraycopy(source, from, data, size, 16);
        size += 16;
    }

    private void putInt(int value) {
        int turned = value ^ Integer.MIN_VALUE;
        for (int shift = 24; shift >= 0; shift -= 8) {
            put(turned >> shift);
        }
    }

    private void putTurned(long value) {
        putInt((int) (value >> 32));
        putInt((int) value ^ Integer.MIN_VALUE);
    }

    public void putDate(int day) {
        put(VariantKind.DATE);
        putInt(day);
    }

    public void putTime(int millis) {
        put(VariantKind.TIME);
        putInt(millis);
        putInt(0);
    }

    /** A timestamp that counts so many to the millisecond. */
    public void putTimestamp(long ticks, long perMilli) {
        put(VariantKind.TIMESTAMP);
        putTicks(ticks, perMilli);
    }

    private void putTicks(long ticks, long perMilli) {
        putTurned(Ticks.millis(ticks, perMilli));
        putInt(Ticks.nanosOfMilli(ticks, perMilli));
    }

    /** An instant that counts so many to the millisecond. */
    public void putInstant(long ticks, long perMilli) {
        put(VariantKind.TIMESTAMP_LTZ);
        putTicks(ticks, perMilli);
    }

    public void putMonths(int months) {
        put(VariantKind.INTERVAL_MONTH);
        putInt(months);
    }

    public void putMillis(long millis) {
        put(VariantKind.INTERVAL_DAY);
        putTurned(millis);
    }

    /** A VARIANT. */
    public void putVariant(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, data, size, length);
        size += length;
    }

    /** To be called before the elements of an array; {@link #endArray} behind them. */
    public void beginArray() {
        put(VariantKind.ARRAY);
    }

    public void endArray() {
        put(VariantKind.END);
    }

    /** To be called before the entries of an object, in any order; returns what {@link #endObject} is to be given. */
    public int beginObject() {
        put(VariantKind.OBJECT);
        return size;
    }

    /** A key; its value is to follow. */
    public void putEntry(byte[] key, int from, int length) {
        put(VariantKind.ENTRY);
        putKey(key, from, length);
    }

    /** Begins a key of which parts follow. */
    void beginEntry() {
        put(VariantKind.ENTRY);
    }

    /** Whether the key of an entry stands behind that of another. */
    boolean follows(int previous, int entry) {
        return ObjectOrder.compare(data, previous, data, entry) < 0;
    }

    /** Brings the entries into order; of equal keys the last value counts. */
    public void endObject(int begin) {
        endObject(begin, ObjectOrder.isKept(data, begin, size));
    }

    /** @param inOrder whether nothing need be done */
    void endObject(int begin, boolean inOrder) {
        if (!inOrder) {
            if (order == null) {
                order = new ObjectOrder();
            }
            size = order.sort(data, begin, size);
        }
        put(VariantKind.END);
    }
}
