package io.millrace.engine.codegen.runtime;

/** Parts of binary values, counted in bytes. */
public final class Binary {

    private Binary() {}

    public static long substring(byte[] data, int start, int length, long from) {
        int skipped = (int) Math.max(0, Math.min(length, from - 1));
        return Text.slice(start + skipped, length - skipped);
    }

    public static long substring(byte[] data, int start, int length, long from, long count) {
        if (count < 0) {
            throw EvaluationException.invalidArgument("SUBSTRING of negative length " + count);
        }
        int skipped = (int) Math.max(0, Math.min(length, from - 1));
        long left = from < 1 ? Math.max(0, count + from - 1) : count;
        return Text.slice(start + skipped, (int) Math.min(left, length - skipped));
    }

    /** CAST to BINARY(n): cut, or filled up with zeros. */
    public static void fixed(byte[] data, int start, int length, int width, TextBuffer out) {
        out.append(data, start, Math.min(length, width));
        for (int i = length; i < width; i++) {
            out.append((byte) 0);
        }
    }

    public static long left(byte[] data, int start, int length, long count) {
        return Text.slice(start, (int) Math.max(0, Math.min(length, count < 0 ? length + count : count)));
    }

    public static long right(byte[] data, int start, int length, long count) {
        int kept = (int) Math.max(0, Math.min(length, count < 0 ? length + count : count));
        return Text.slice(start + length - kept, kept);
    }
}
