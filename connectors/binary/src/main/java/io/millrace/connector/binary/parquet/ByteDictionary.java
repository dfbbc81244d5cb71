package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.BytesTarget;
import java.io.IOException;

/** The different values of a column, which its pages name by number. */
final class ByteDictionary {

    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;
    private int count;

    /** @param size of each value; negative where each has its own before it */
    ByteDictionary(byte[] bytes, int values, int size) throws IOException {
        this.bytes = bytes;
        this.starts = new int[values];
        this.lengths = new int[values];
        PageValues all = ByteValues.plain(bytes, 0, size, (content, start, length) -> {
            starts[count] = start;
            lengths[count++] = length;
        });
        for (int i = 0; i < values; i++) {
            all.next();
        }
    }

    void hand(int number, BytesTarget target) throws IOException {
        if (number < 0 || number >= count) {
            throw new IOException("a value is not in the dictionary of its column");
        }
        target.accept(bytes, starts[number], lengths[number]);
    }
}
