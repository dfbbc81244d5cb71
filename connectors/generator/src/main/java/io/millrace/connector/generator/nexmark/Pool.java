package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts in one byte array, from which columns take slices. Nobody writes to the arrays. */
record Pool(byte[] bytes, int[] starts, int[] lengths) {

    private static final int LETTERS = 1 << 16;
    /** How much longer than {@link #LETTERS} the pools of free text are, so that a slice may begin anywhere. */
    private static final int SLACK = 1 << 10;

    static Pool of(List<String> texts) {
        byte[] bytes = String.join("", texts).getBytes(StandardCharsets.US_ASCII);
        int[] starts = new int[texts.size()];
        int[] lengths = new int[texts.size()];
        int used = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = used;
            lengths[i] = texts.get(i).length();
            used += lengths[i];
        }
        return new Pool(bytes, starts, lengths);
    }

    /** Random letters; with blanks one byte in thirteen is a blank. */
    static byte[] letters(boolean blanks, CountedRandom random) {
        byte[] bytes = new byte[LETTERS + SLACK];
        for (int i = 0; i < bytes.length; i++) {
            long bits = random.bits(i);
            boolean blank = blanks && CountedRandom.below(bits << 32, 13) == 0;
            bytes[i] = (byte) (blank ? ' ' : 'a' + CountedRandom.below(bits, 26));
        }
        return bytes;
    }

    /** Groups of four digits with blanks between them. */
    static byte[] digitGroups(CountedRandom random) {
        byte[] bytes = new byte[LETTERS + SLACK];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 5 == 4 ? ' ' : '0' + CountedRandom.below(random.bits(i), 10));
        }
        return bytes;
    }

    /** A place in a pool of free text. */
    static int anywhere(long bits) {
        return (int) bits & LETTERS - 1;
    }

    int size() {
        return starts.length;
    }
}
