package io.millrace.engine.codegen.runtime.regex;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern, matched on UTF-8 bytes without backtracking: the pieces between {@code %} are found one after the other.
 *
 * <p>Immutable. {@link #kind()} tells compilers which patterns need only one comparison.
 */
public final class LikePattern {

    /** What a pattern amounts to. */
    public enum Kind {
        EQUALS,
        PREFIX,
        SUFFIX,
        CONTAINS,
        GENERAL
    }

    /** In {@link #wild}: this byte stands for any one character. */
    private record Piece(byte[] bytes, boolean[] wild) {}

    private final List<Piece> pieces;
    private final boolean anyCharacter;

    private LikePattern(List<Piece> pieces, boolean anyCharacter) {
        this.pieces = pieces;
        this.anyCharacter = anyCharacter;
    }

    /** Reads a pattern; {@code escape} is one character, or empty for none. */
    public static LikePattern of(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw EvaluationException.invalidArgument(
                    "the ESCAPE of LIKE must be one character, not \"" + escape + '"');
        }
        int escapePoint = escape.isEmpty() ? -1 : escape.codePointAt(0);
        List<Piece> pieces = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> wildAt = new ArrayList<>();
        boolean anyCharacter = false;
        int[] points = pattern.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (points[i] == escapePoint) {
                if (++i == points.length) {
                    throw EvaluationException.invalidArgument(
                            "the LIKE pattern \"" + pattern + "\" ends with its escape");
                }
                bytes.writeBytes(Character.toString(points[i]).getBytes(StandardCharsets.UTF_8));
            } else if (points[i] == '%') {
                pieces.add(piece(bytes, wildAt));
            } else if (points[i] == '_') {
                anyCharacter = true;
                wildAt.add(bytes.size());
                bytes.write('_');
            } else {
                bytes.writeBytes(Character.toString(points[i]).getBytes(StandardCharsets.UTF_8));
            }
        }
        pieces.add(piece(bytes, wildAt));
        return new LikePattern(pieces, anyCharacter);
    }

    private static Piece piece(ByteArrayOutputStream bytes, List<Integer> wildAt) {
        boolean[] wild = new boolean[bytes.size()];
        wildAt.forEach(at -> wild[at] = true);
        Piece piece = new Piece(bytes.toByteArray(), wild);
        bytes.reset();
        wildAt.clear();
        return piece;
    }

    public Kind kind() {
        int size = pieces.size();
        if (anyCharacter || size > 3) {
            return Kind.GENERAL;
        }
        if (size == 1) {
            return Kind.EQUALS;
        }
        boolean openStart = pieces.get(0).bytes().length == 0;
        boolean openEnd = pieces.get(size - 1).bytes().length == 0;
        if (size == 2) {
            return openEnd ? Kind.PREFIX : openStart ? Kind.SUFFIX : Kind.GENERAL;
        }
        return openStart && openEnd ? Kind.CONTAINS : Kind.GENERAL;
    }

    /** The text between the wildcards of a pattern that is not {@link Kind#GENERAL}. */
    public byte[] literal() {
        return switch (kind()) {
            case EQUALS, PREFIX -> pieces.get(0).bytes();
            case SUFFIX, CONTAINS -> pieces.get(1).bytes();
            case GENERAL -> throw new IllegalStateException("a general pattern has no one text");
        };
    }

    public boolean matches(byte[] data, int start, int length) {
        int end = start + length;
        int last = pieces.size() - 1;
        int position = matchAt(pieces.get(0), data, start, end);
        if (position < 0 || last == 0) {
            return position == end;
        }
        for (int i = 1; i < last; i++) {
            position = find(pieces.get(i), data, position, end);
            if (position < 0) {
                return false;
            }
        }
        return matchesEnd(pieces.get(last), data, position, end);
    }

    /** Where the piece ends when it stands at {@code from}, or -1. */
    private static int matchAt(Piece piece, byte[] data, int from, int end) {
        int position = from;
        for (int i = 0; i < piece.bytes.length; i++) {
            if (position >= end) {
                return -1;
            }
            if (piece.wild[i]) {
                position = Text.next(data, position, end);
            } else if (data[position++] != piece.bytes[i]) {
                return -1;
            }
        }
        return position;
    }

    private static int find(Piece piece, byte[] data, int from, int end) {
        for (int start = from; start <= end; start = start < end ? Text.next(data, start, end) : end + 1) {
            int position = matchAt(piece, data, start, end);
            if (position >= 0) {
                return position;
            }
        }
        return -1;
    }

    private static boolean matchesEnd(Piece piece, byte[] data, int from, int end) {
        int position = end;
        for (int i = piece.bytes.length - 1; i >= 0; i--) {
            if (position <= from) {
                return false;
            }
            position--;
            if (piece.wild[i]) {
                while (position > from && (data[position] & 0xC0) == 0x80) {
                    position--;
                }
            } else if (data[position] != piece.bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Patterns that come from data: remembers the last one. Not thread-safe. */
    public static final class Dynamic {

        private byte[] lastPattern;
        private byte[] lastEscape;
        private LikePattern last;

        public boolean matches(
                byte[] data,
                int start,
                int length,
                byte[] pattern,
                int patternStart,
                int patternLength,
                byte[] escape,
                int escapeStart,
                int escapeLength) {
            if (last == null
                    || !Text.equal(lastPattern, 0, lastPattern.length, pattern, patternStart, patternLength)
                    || !Text.equal(lastEscape, 0, lastEscape.length, escape, escapeStart, escapeLength)) {
                last = of(
                        Text.string(pattern, patternStart, patternLength),
                        Text.string(escape, escapeStart, escapeLength));
                lastPattern = Arrays.copyOfRange(pattern, patternStart, patternStart + patternLength);
                lastEscape = Arrays.copyOfRange(escape, escapeStart, escapeStart + escapeLength);
            }
            return last.matches(data, start, length);
        }
    }
}
