package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.ByteScan;
import java.util.Arrays;

/**
 * Finds where JSON values end, without decoding them.
 *
 * <p>The input ends with a line end, which no JSON value may hold unescaped: it stops every search, so that only reads of
 * whole words must look at the length of the array.
 */
final class JsonScanner {

    private static final long BACKSLASHES = ByteScan.repeat((byte) '\\');
    private static final long COMMAS = ByteScan.repeat((byte) ',');
    private static final long BRACES = ByteScan.repeat((byte) '}');
    private static final long ONES = ByteScan.repeat((byte) 1);
    private static final long TWOS = ByteScan.repeat((byte) 2);
    private static final long ABOVE_BLANKS = ByteScan.repeat((byte) 0x21);
    private static final long ZERO_DIGITS = ByteScan.repeat((byte) '0');
    private static final long ABOVE_NINES = ByteScan.repeat((byte) 0x76);
    private static final int MAX_DEPTH = 1000;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    /** Which bytes a number may hold. */
    private static final boolean[] NUMERIC = numeric();

    private boolean escaped;
    private boolean ascii;
    private byte[] closers = new byte[16];

    private static boolean[] numeric() {
        boolean[] numeric = new boolean[256];
        for (char c : "0123456789+-.eE".toCharArray()) {
            numeric[c] = true;
        }
        return numeric;
    }

    /** Whether the string found last has escapes. */
    boolean escaped() {
        return escaped;
    }

    /** Whether the string found last is ASCII without escapes. */
    boolean plain() {
        return ascii && !escaped;
    }

    /** Whether the string found last is ASCII. */
    boolean ascii() {
        return ascii;
    }

    /** The index of the quote that ends the string whose first character is at {@code index}. */
    int string(byte[] bytes, int index) {
        int at = index;
        long seen = 0;
        boolean backslash = false;
        int words = bytes.length - 8;
        while (true) {
            int step;
            if (at <= words) {
                long word = ByteScan.word(bytes, at);
                long marks = stringStops(word);
                if (marks == 0) {
                    seen |= word;
                    at += 8;
                    continue;
                }
                step = ByteScan.first(marks);
                seen |= word & ((1L << (8 * step)) - 1);
            } else {
                step = 0;
                while (bytes[at + step] != '"' && bytes[at + step] != '\\' && (bytes[at + step] & 0xE0) != 0) {
                    seen |= bytes[at + step++];
                }
            }
            at += step;
            if (bytes[at] == '"') {
                escaped = backslash;
                ascii = (seen & ByteScan.HIGH_BITS) == 0;
                return at;
            }
            if (bytes[at] != '\\' || bytes[at + 1] == '\n') {
                throw BadRecord.malformed(
                        bytes[at] == '\n' || bytes[at] == '\\'
                                ? "a string is not closed"
                                : "a string holds a control character that is not escaped");
            }
            backslash = true;
            at += 2;
        }
    }

    /**
     * Marks quotes, backslashes and control characters; marks above the first one may be wrong. With their second bit flipped,
     * quotes and control characters are just the bytes up to 0x20.
     */
    private static long stringStops(long word) {
        long quotesAndControls = (word ^ TWOS) - ABOVE_BLANKS;
        long backslashes = (word ^ BACKSLASHES) - ONES;
        return (quotesAndControls | backslashes) & ~word & ByteScan.HIGH_BITS;
    }

    /** The index after any value that begins at {@code index}. */
    int value(byte[] bytes, int index) {
        return switch (bytes[index]) {
            case '"' -> string(bytes, index + 1) + 1;
            case '{', '[' -> nested(bytes, index);
            default -> literal(bytes, index);
        };
    }

    /** The index after the number, {@code true}, {@code false} or {@code null} that begins at {@code index}. */
    int literal(byte[] bytes, int index) {
        return switch (bytes[index]) {
            case 't' -> word(TRUE, bytes, index);
            case 'f' -> word(FALSE, bytes, index);
            case 'n' -> word(NULL, bytes, index);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(bytes, index);
            default -> throw BadRecord.malformed("expected a value, not " + shown(bytes[index]));
        };
    }

    private static int number(byte[] bytes, int index) {
        if (index + 8 <= bytes.length) {
            long word = ByteScan.word(bytes, index);
            long marks = ByteScan.zeros(word ^ COMMAS) | ByteScan.zeros(word ^ BRACES);
            long digits = word ^ ZERO_DIGITS;
            long others = ((digits + ABOVE_NINES) | digits) & ByteScan.HIGH_BITS;
            // All bytes before the first comma or brace are digits: the first byte that is none is that one.
            if (marks != 0 && (marks & -marks) == (others & -others)) {
                return index + ByteScan.first(marks);
            }
        }
        return oddNumber(bytes, index);
    }

    private static int oddNumber(byte[] bytes, int index) {
        int at = index + 1;
        while (NUMERIC[bytes[at] & 0xFF]) {
            at++;
        }
        if (bytes[at - 1] == '-') {
            throw BadRecord.malformed("expected digits after the minus sign");
        }
        return at;
    }

    private static int word(byte[] expected, byte[] bytes, int index) {
        int end = index + expected.length;
        if (end > bytes.length || !Arrays.equals(bytes, index, end, expected, 0, expected.length)) {
            throw BadRecord.malformed("expected a value: a string, a number, true, false, null, an object or an array");
        }
        return end;
    }

    /** The index after the object or array that begins at {@code index}; strings in it are skipped, brackets are matched. */
    int nested(byte[] bytes, int index) {
        int depth = 0;
        int at = index;
        while (true) {
            switch (bytes[at]) {
                case '"' -> at = string(bytes, at + 1);
                case '{', '[' -> {
                    if (depth == closers.length) {
                        deepen(depth);
                    }
                    closers[depth++] = (byte) (bytes[at] == '{' ? '}' : ']');
                }
                case '}', ']' -> {
                    if (closers[--depth] != bytes[at]) {
                        throw BadRecord.malformed("brackets do not match");
                    }
                    if (depth == 0) {
                        return at + 1;
                    }
                }
                case '\n' -> throw BadRecord.malformed("an object or array is not closed");
                default -> {}
            }
            at++;
        }
    }

    private void deepen(int depth) {
        if (depth >= MAX_DEPTH) {
            throw BadRecord.malformed("values are nested more than " + MAX_DEPTH + " levels deep");
        }
        closers = Arrays.copyOf(closers, depth * 2);
    }

    /** The index of the next byte that is not white space; line ends are not skipped. */
    static int skipBlanks(byte[] bytes, int index) {
        int at = index;
        while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r') {
            at++;
        }
        return at;
    }

    /** A byte as messages show it. */
    static String shown(byte b) {
        return b == '\n' ? "the end of the line" : b > ' ' && b < 127 ? "'" + (char) b + "'" : "byte " + (b & 0xFF);
    }
}
