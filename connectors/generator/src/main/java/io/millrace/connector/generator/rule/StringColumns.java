package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes columns of strings. */
final class StringColumns {

    private static final int POOL = 1 << 16;
    private static final int MOST_LETTERS = 1 << 12;
    private static final int USUAL_LENGTH = 8;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_LENGTH = 36;

    private StringColumns() {}

    /** Lower-case letters, as slices of one pool. */
    static OffsetColumn random(Rules rules, int longest, CountedRandom random) {
        rules.allowOnly("random strings", "length");
        int length = rules.text("length").map(text -> length(rules, text)).orElse(Math.min(longest, USUAL_LENGTH));
        if (length > longest) {
            throw rules.invalid("length", "at most " + longest + ", the length of the column");
        }
        byte[] pool = new byte[POOL + MOST_LETTERS];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = (byte) ('a' + CountedRandom.below(random.bits(-1 - i), 26));
        }
        return (offsets, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            Arrays.fill(lengths, length);
            for (int i = 0; i < count; i++) {
                starts[i] = CountedRandom.below(random.bits(offsets[i]), POOL);
            }
            return new BytesColumn(count, pool, starts, lengths, null);
        };
    }

    private static int length(Rules rules, String text) {
        try {
            int length = Integer.parseInt(text.trim());
            if (length >= 0 && length <= MOST_LETTERS) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw rules.invalid("length", "a whole number");
        }
        throw rules.invalid("length", "between 0 and " + MOST_LETTERS);
    }

    static OffsetColumn choice(List<String> texts, CountedRandom random) {
        byte[][] values = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        byte[] pool = String.join("", texts).getBytes(StandardCharsets.UTF_8);
        int[] poolStarts = new int[values.length];
        for (int i = 1; i < values.length; i++) {
            poolStarts[i] = poolStarts[i - 1] + values[i - 1].length;
        }
        return (offsets, count) -> {
            int[] starts = new int[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                int index = CountedRandom.below(random.bits(offsets[i]), values.length);
                starts[i] = poolStarts[index];
                lengths[i] = values[index].length;
            }
            return new BytesColumn(count, pool, starts, lengths, null);
        };
    }

    /** Random UUIDs of version 4. */
    static OffsetColumn uuid(CountedRandom high, CountedRandom low) {
        return (offsets, count) -> {
            byte[] bytes = new byte[count * UUID_LENGTH];
            int[] starts = new int[count];
            int[] lengths = new int[count];
            Arrays.fill(lengths, UUID_LENGTH);
            for (int i = 0; i < count; i++) {
                starts[i] = i * UUID_LENGTH;
                long first = (high.bits(offsets[i]) & ~0xF000L) | 0x4000L;
                long second = (low.bits(offsets[i]) & ~(3L << 62)) | (1L << 63);
                writeUuid(first, second, bytes, starts[i]);
            }
            return new BytesColumn(count, bytes, starts, lengths, null);
        };
    }

    private static void writeUuid(long first, long second, byte[] bytes, int start) {
        int at = start;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                bytes[at++] = '-';
            }
            long half = digit < 16 ? first : second;
            bytes[at++] = HEX[(int) (half >>> (60 - 4 * (digit & 15))) & 15];
        }
    }

    /** The numbers of a sequence as text. */
    static OffsetColumn sequence(Rules rules) {
        rules.allowOnly("a sequence of strings", "start", "step");
        long start =
                rules.text("start").map(text -> whole(rules, "start", text)).orElse(0L);
        long step = rules.text("step").map(text -> whole(rules, "step", text)).orElse(1L);
        return (offsets, count) -> {
            BytesColumnBuilder builder = (BytesColumnBuilder) ColumnBuilder.of(Type.VARCHAR);
            byte[] digits = new byte[20];
            for (int i = 0; i < count; i++) {
                int from = writeNumber(start + offsets[i] * step, digits);
                builder.append(digits, from, digits.length - from);
            }
            return builder.build();
        };
    }

    private static long whole(Rules rules, String rule, String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw rules.invalid(rule, "a whole number");
        }
    }

    /** Writes a number to the end of {@code digits}; returns where it begins. */
    private static int writeNumber(long value, byte[] digits) {
        int at = digits.length;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        return at;
    }
}
