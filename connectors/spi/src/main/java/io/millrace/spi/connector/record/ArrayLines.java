package io.millrace.spi.connector.record;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/**
 * Makes lines of the elements of a JSON array without moving a byte, so that places in the lines are places in the array. What the elements
 * are is not looked at.
 */
public final class ArrayLines {

    private final byte[] text;
    private int depth;
    private boolean quoted;
    private boolean filled;
    private boolean parted;

    private ArrayLines(byte[] text) {
        this.text = text;
    }

    /** Whether a text begins as an array does. */
    public static boolean isArray(byte[] text) {
        int first = 0;
        while (first < text.length && isSpace(text[first])) {
            first++;
        }
        return first < text.length && text[first] == '[';
    }

    /**
     * Overwrites an array with lines.
     *
     * @throws MillraceException with the place where the text is no array
     */
    public static void write(byte[] text) {
        new ArrayLines(text).run();
    }

    private void run() {
        boolean ended = false;
        for (int at = 0; at < text.length; at++) {
            byte found = text[at];
            if (ended && !isSpace(found)) {
                throw error(at, "nothing may follow the end of the array");
            } else if (quoted) {
                if (found == '\\') {
                    at++;
                } else {
                    quoted = found != '"';
                }
            } else if (isSpace(found)) {
                text[at] = ' ';
            } else {
                ended = structure(at, found);
            }
        }
        if (!ended) {
            throw error(text.length, "the array has no end");
        }
    }

    /** Whether the array ends with a character that is not within a text. */
    private boolean structure(int at, byte found) {
        switch (found) {
            case '[', '{' -> {
                filled |= depth > 0;
                text[at] = depth == 0 ? (byte) ' ' : found;
                depth++;
            }
            case ']', '}' -> {
                depth--;
                if (depth == 0) {
                    endElement(at, found == ']' && (filled || !parted));
                    text[at] = ' ';
                    return true;
                }
            }
            case ',' -> {
                if (depth == 1) {
                    endElement(at, filled);
                    parted = true;
                    text[at] = '\n';
                }
            }
            default -> {
                quoted = found == '"';
                filled = true;
            }
        }
        return false;
    }

    private void endElement(int at, boolean right) {
        if (!right) {
            throw error(at, "the array does not go on like this; between two commas there is one record");
        }
        filled = false;
    }

    /** Whether a character is space between the parts of JSON. */
    public static boolean isSpace(byte found) {
        return found == ' ' || found == '\n' || found == '\r' || found == '\t';
    }

    private static MillraceException error(int at, String message) {
        return new Misplaced(at, message);
    }

    /** An error at a place of the text. */
    public static final class Misplaced extends MillraceException {

        private static final long serialVersionUID = 1;

        private final int at;

        Misplaced(int at, String message) {
            super(ErrorCode.INVALID_RECORD, message);
            this.at = at;
        }

        /** Where it is. */
        public int at() {
            return at;
        }
    }
}
