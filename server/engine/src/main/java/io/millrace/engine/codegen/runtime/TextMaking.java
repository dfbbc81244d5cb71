package io.millrace.engine.codegen.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Functions that make new text, into a buffer. */
public final class TextMaking {

    /** The most bytes that one value may grow to. */
    static final int MOST_BYTES = 1 << 24;

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private TextMaking() {}

    /** The text cut or padded at its left (or right) end to {@code width} characters. */
    public static void pad(
            byte[] data,
            int start,
            int length,
            long width,
            byte[] fill,
            int fillStart,
            int fillLength,
            boolean left,
            TextBuffer out) {
        long missing = Math.max(0, width) - Text.charLength(data, start, length);
        if (missing <= 0) {
            out.append(data, start, (int) Text.left(data, start, length, Math.max(0, width)));
            return;
        }
        if (fillLength > 0) {
            checkLength(missing + length);
        }
        if (!left) {
            out.append(data, start, length);
        }
        int fillChars = Text.charLength(fill, fillStart, fillLength);
        for (; fillChars > 0 && missing >= fillChars; missing -= fillChars) {
            out.append(fill, fillStart, fillLength);
        }
        out.append(fill, fillStart, (int) Text.left(fill, fillStart, fillLength, missing));
        if (left) {
            out.append(data, start, length);
        }
    }

    public static void repeat(byte[] data, int start, int length, long count, TextBuffer out) {
        if (length > 0 && count > 0) {
            checkLength(count > MOST_BYTES ? count : count * length);
        }
        for (long i = 0; i < count && length > 0; i++) {
            out.append(data, start, length);
        }
    }

    private static void checkLength(long length) {
        if (length > MOST_BYTES) {
            throw EvaluationException.tooLong(length);
        }
    }

    public static void reverse(byte[] data, int start, int length, TextBuffer out) {
        int end = start + length;
        while (end > start) {
            int last = end - 1;
            while (last > start && (data[last] & 0xC0) == 0x80) {
                last--;
            }
            out.append(data, last, end - last);
            end = last;
        }
    }

    public static void replace(
            byte[] data,
            int start,
            int length,
            byte[] old,
            int oldStart,
            int oldLength,
            byte[] with,
            int withStart,
            int withLength,
            TextBuffer out) {
        int end = start + length;
        int from = start;
        if (oldLength > 0) {
            int found = Text.indexOf(data, from, end, old, oldStart, oldLength);
            while (found >= 0) {
                out.append(data, from, found - from);
                out.append(with, withStart, withLength);
                from = found + oldLength;
                found = Text.indexOf(data, from, end, old, oldStart, oldLength);
            }
        }
        out.append(data, from, end - from);
    }

    /** The character of a code point; empty for 0. */
    public static void character(long codePoint, TextBuffer out) {
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT || codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            throw EvaluationException.invalidArgument(codePoint + " is not the code of a character");
        }
        if (codePoint != 0) {
            out.append(Character.toString((int) codePoint));
        }
    }

    public static void md5(byte[] data, int start, int length, TextBuffer out) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(data, start, length);
            for (byte b : digest.digest()) {
                out.append(HEX[b >> 4 & 15]);
                out.append(HEX[b & 15]);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** CAST to CHAR(n): cut or padded with spaces. */
    public static void character(byte[] data, int start, int length, int width, TextBuffer out) {
        out.append(data, start, (int) Text.left(data, start, length, width));
        for (int i = Text.charLength(data, start, length); i < width; i++) {
            out.append(' ');
        }
    }
}
