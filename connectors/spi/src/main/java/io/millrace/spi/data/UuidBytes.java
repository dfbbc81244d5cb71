package io.millrace.spi.data;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 bytes, whose order is that of their digits, and as text: 36 characters, with small letters where they are written. */
public final class UuidBytes {

    public static final int LENGTH = 16;
    public static final int TEXT_LENGTH = 36;

    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private UuidBytes() {}

    /** Writes the text of a UUID, {@link #TEXT_LENGTH} bytes, to a place. */
    public static void print(byte[] data, int start, byte[] out, int place) {
        int at = place;
        for (int i = 0; i < LENGTH; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out[at++] = '-';
            }
            out[at++] = (byte) DIGITS[data[start + i] >> 4 & 0xF];
            out[at++] = (byte) DIGITS[data[start + i] & 0xF];
        }
    }

    public static String text(byte[] data, int start) {
        return uuid(data, start).toString();
    }

    /** Reads the UUID that a text spells, and says whether it spells one; there may be blanks around it. */
    public static boolean parse(byte[] text, int start, int length, byte[] out) {
        int from = start;
        int to = start + length;
        while (from < to && text[from] == ' ') {
            from++;
        }
        while (to > from && text[to - 1] == ' ') {
            to--;
        }
        if (to - from != TEXT_LENGTH) {
            return false;
        }
        int at = from;
        for (int i = 0; i < LENGTH; i++) {
            if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') {
                return false;
            }
            int high = Character.digit(text[at++], 16);
            int low = Character.digit(text[at++], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            out[i] = (byte) (high << 4 | low);
        }
        return true;
    }

    public static UUID uuid(byte[] data, int start) {
        ByteBuffer bytes = ByteBuffer.wrap(data, start, LENGTH);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    public static byte[] of(UUID value) {
        return ByteBuffer.allocate(LENGTH)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }
}
