package io.millrace.spi.data;

/** Checks UTF-8 text as RFC 3629 defines it: no surrogates, no overlong forms, nothing above U+10FFFF. */
public final class Utf8 {

    private Utf8() {}

    public static boolean isValid(byte[] bytes, int from, int to) {
        int index = from;
        while (index < to) {
            if (bytes[index] >= 0) {
                index++;
                continue;
            }
            int length = sequenceLength(bytes, index, to);
            if (length == 0) {
                return false;
            }
            index += length;
        }
        return true;
    }

    /** The length of the valid sequence of more than one byte at {@code index}; 0 when there is none. */
    public static int sequenceLength(byte[] bytes, int index, int to) {
        int lead = bytes[index] & 0xFF;
        int length =
                lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || index + length > to) {
            return 0;
        }
        int second = bytes[index + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[index + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The number of code points of valid text. */
    public static int codePoints(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
