package io.millrace.connector.formats;

import io.millrace.spi.data.builder.BooleanColumnBuilder;

/** Reads {@code true} and {@code false} in any case. */
final class BooleanReader extends ScalarReader {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final BooleanColumnBuilder column;

    BooleanReader(BooleanColumnBuilder column) {
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        boolean value = is(TRUE, bytes, start, end);
        if (!value && !is(FALSE, bytes, start, end)) {
            throw BadRecord.notA("BOOLEAN");
        }
        if (column != null) {
            column.append(value);
        }
    }

    private static boolean is(byte[] word, byte[] bytes, int start, int end) {
        boolean same = end - start == word.length;
        for (int i = 0; same && i < word.length; i++) {
            same = (bytes[start + i] | 0x20) == word[i];
        }
        return same;
    }
}
