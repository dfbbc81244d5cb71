package io.millrace.connector.binary;

/** Counts the characters of texts, and finds bytes that are none. */
public final class Utf8Text {

    private static final int NONE = -1;
    private static final int[] LEAST = {0, 0, 0x80, 0x800, 0x10000};

    private Utf8Text() {}

    /** How many characters there are; negative when the bytes are not UTF-8. */
    static int codePoints(byte[] bytes, int start, int end) {
        int count = 0;
        int at = start;
        while (at < end) {
            int length = bytes[at] >= 0 ? 1 : sequence(bytes, at, end);
            if (length == NONE) {
                return NONE;
            }
            at += length;
            count++;
        }
        return count;
    }

    /** The length of the sequence of several bytes that begins at {@code at}. */
    private static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + length > end) {
            return NONE;
        }
        int point = first & (0x7F >> length);
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return NONE;
            }
            point = point << 6 | (bytes[i] & 0x3F);
        }
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return point < LEAST[length] || surrogate || point > Character.MAX_CODE_POINT ? NONE : length;
    }
}
