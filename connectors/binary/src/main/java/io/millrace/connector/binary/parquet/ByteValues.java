package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.BytesTarget;
import java.io.IOException;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.api.Binary;

/** Runs of bytes of pages as slices of them. */
final class ByteValues {

    private ByteValues() {}

    /**
     * Values one behind the other.
     *
     * @param size of each; negative where each has its own before it
     */
    static PageValues plain(byte[] page, int start, int size, BytesTarget target) {
        return new PageValues() {
            private int at = start;

            @Override
            public void next() throws IOException {
                int length = size < 0 ? length(page, at) : size;
                int from = size < 0 ? at + Integer.BYTES : at;
                if (length < 0 || length > page.length - from) {
                    throw new IOException("a value reaches beyond its page");
                }
                at = from + length;
                target.accept(page, from, length);
            }
        };
    }

    private static int length(byte[] page, int at) throws IOException {
        if (at > page.length - Integer.BYTES) {
            throw new IOException("a value reaches beyond its page");
        }
        return (page[at] & 0xFF) | (page[at + 1] & 0xFF) << 8 | (page[at + 2] & 0xFF) << 16 | page[at + 3] << 24;
    }

    /** Values of a dictionary, by their numbers. */
    static PageValues numbered(byte[] page, int start, ByteDictionary dictionary, BytesTarget target) {
        Runs numbers = runs(page, start);
        return () -> dictionary.hand(numbers.next(), target);
    }

    /** The numbers of a dictionary that a page consists of; their width comes first. */
    static Runs runs(byte[] page, int start) {
        return new Runs(page, Math.min(start + 1, page.length), page.length, start < page.length ? page[start] : 0);
    }

    /** Values in any other encoding. */
    static PageValues decoded(ValuesReader values, BytesTarget target) {
        return () -> {
            Binary value = values.readBytes();
            target.accept(value.getBytesUnsafe(), 0, value.length());
        };
    }
}
