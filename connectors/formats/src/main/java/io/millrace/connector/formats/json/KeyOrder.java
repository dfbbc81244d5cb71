package io.millrace.connector.formats.json;

import io.millrace.connector.formats.ByteScan;
import java.util.Arrays;

/**
 * Remembers the keys of the previous record in their order, so that the same key in the same place is recognised by comparing
 * a word or two.
 */
final class KeyOrder {

    /** What {@link #match} returns when another key, or none, stands there. */
    static final int OTHER = -1;

    private static final int MAX_WORDS = 4;
    private static final int MAX_KEYS = 4096;

    private long[] words = new long[16 * MAX_WORDS];
    private int[] lengths = new int[16]; // of "key": with quotes and colon; 0 when nothing is remembered
    private int[] columns = new int[16];

    /** The index after {@code "key":} when the remembered key of that place stands at {@code index}. */
    int match(int place, byte[] bytes, int index) {
        if (place >= lengths.length) {
            return OTHER;
        }
        int length = lengths[place];
        if (length == 0 || index + (length + 7 & ~7) > bytes.length) {
            return OTHER;
        }
        int word = place * MAX_WORDS;
        int at = index;
        int left = length;
        while (left > 8) {
            if (ByteScan.word(bytes, at) != words[word++]) {
                return OTHER;
            }
            at += 8;
            left -= 8;
        }
        long difference = ByteScan.word(bytes, at) ^ words[word];
        return difference << (64 - 8 * left) == 0 ? index + length : OTHER;
    }

    /** The column of the key that was matched in that place; negative for none. */
    int column(int place) {
        return columns[place];
    }

    /** Remembers that {@code bytes[start .. end)}, from the opening quote to the colon, stands in that place. */
    void learn(int place, byte[] bytes, int start, int end, int column) {
        int length = end - start;
        if (place >= MAX_KEYS) {
            return;
        }
        if (place >= lengths.length) {
            words = Arrays.copyOf(words, place * 2 * MAX_WORDS);
            lengths = Arrays.copyOf(lengths, place * 2);
            columns = Arrays.copyOf(columns, place * 2);
        }
        lengths[place] = length > 8 * MAX_WORDS ? 0 : length;
        columns[place] = column;
        for (int i = 0; i < lengths[place]; i += 8) {
            long word = 0;
            for (int j = Math.min(8, length - i) - 1; j >= 0; j--) {
                word = (word << 8) | (bytes[start + i + j] & 0xFF);
            }
            words[place * MAX_WORDS + (i >> 3)] = word;
        }
    }
}
