package io.millrace.connector.binary.parquet;

import org.apache.parquet.column.values.ValuesReader;

/** Numbers of a dictionary, by their numbers there. */
final class NumberedNumbers extends ValuesReader {

    /** The bits of each number. */
    private final long[] dictionary;

    private final Runs numbers;

    NumberedNumbers(long[] dictionary, Runs numbers) {
        this.dictionary = dictionary;
        this.numbers = numbers;
    }

    /** The numbers of a dictionary, of {@code size} bytes each. */
    static long[] dictionary(byte[] content, int count, int size) {
        long[] all = new long[count];
        PlainNumbers plain = new PlainNumbers(content, 0, size);
        for (int i = 0; i < count; i++) {
            all[i] = size == Integer.BYTES ? plain.readInteger() : plain.readLong();
        }
        return all;
    }

    @Override
    public long readLong() {
        int number = numbers.next();
        if (number < 0 || number >= dictionary.length) {
            throw new IllegalArgumentException("a value is not in the dictionary of its column");
        }
        return dictionary[number];
    }

    @Override
    public int readInteger() {
        return (int) readLong();
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat((int) readLong());
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public void skip() {
        numbers.next();
    }
}
