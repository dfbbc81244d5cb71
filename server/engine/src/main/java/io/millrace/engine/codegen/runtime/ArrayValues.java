package io.millrace.engine.codegen.runtime;

import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.builder.ColumnBuilder;

/** Arrays as slices of an element column: order and access. */
public final class ArrayValues {

    private static final long BYTES_PER_ELEMENT = 16;
    private static final long UNNOTICED = Scratch.UNNOTICED / BYTES_PER_ELEMENT;

    private static final int MOST_NUMBERS = 100_000_000;

    private ArrayValues() {}

    /** Element by element; null elements are equal to each other and come last; a shorter array before its extensions. */
    public static int compare(Column a, int startA, int lengthA, Column b, int startB, int lengthB) {
        for (int i = 0; i < Math.min(lengthA, lengthB); i++) {
            boolean nullA = a.isNull(startA + i);
            boolean nullB = b.isNull(startB + i);
            int order = nullA || nullB ? Boolean.compare(nullA, nullB) : compare(a, startA + i, b, startB + i);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lengthA, lengthB);
    }

    private static int compare(Column a, int rowA, Column b, int rowB) {
        return switch (a.layout()) {
            case BOOLEAN -> Boolean.compare(((BooleanColumn) a).values()[rowA], ((BooleanColumn) b).values()[rowB]);
            case INT -> Integer.compare(((IntColumn) a).values()[rowA], ((IntColumn) b).values()[rowB]);
            case LONG -> Long.compare(((LongColumn) a).values()[rowA], ((LongColumn) b).values()[rowB]);
            case DOUBLE -> Doubles.compare(((DoubleColumn) a).values()[rowA], ((DoubleColumn) b).values()[rowB]);
            case DECIMAL -> ((DecimalColumn) a).values()[rowA].compareTo(((DecimalColumn) b).values()[rowB]);
            case BYTES -> {
                BytesColumn left = (BytesColumn) a;
                BytesColumn right = (BytesColumn) b;
                yield Text.compare(
                        left.data(),
                        left.starts()[rowA],
                        left.lengths()[rowA],
                        right.data(),
                        right.starts()[rowB],
                        right.lengths()[rowB]);
            }
            case ARRAY -> {
                ArrayColumn left = (ArrayColumn) a;
                ArrayColumn right = (ArrayColumn) b;
                yield compare(
                        left.elements(),
                        left.starts()[rowA],
                        left.lengths()[rowA],
                        right.elements(),
                        right.starts()[rowB],
                        right.lengths()[rowB]);
            }
        };
    }

    /** The numbers from one on to another, as a column of their own (allocated per row). */
    public static Column sequence(long first, long last, long step) {
        if (step == 0) {
            throw EvaluationException.invalidArgument("the step of GENERATE_SERIES must not be 0");
        }
        boolean empty = step > 0 ? first > last : first < last;
        long steps = empty ? -1 : Long.divideUnsigned(step > 0 ? last - first : first - last, Math.abs(step));
        if (steps < -1 || steps >= MOST_NUMBERS) {
            throw EvaluationException.tooLarge("GENERATE_SERIES gives at most " + MOST_NUMBERS + " numbers");
        }
        if (steps > UNNOTICED) {
            Scratch.take((steps + 1) * Long.BYTES);
        }
        long[] values = new long[(int) steps + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + i * step;
        }
        return new LongColumn(values.length, values, null);
    }

    /** Appends the elements of a slice to a builder. */
    public static void append(Column elements, int start, int length, ColumnBuilder builder) {
        if (builder.size() + length > UNNOTICED) {
            Scratch.take(bytes(elements, start, length));
        }
        for (int i = 0; i < length; i++) {
            builder.appendFrom(elements, start + i);
        }
    }

    /** What a builder needs for the elements, which it doubles in size to take. */
    private static long bytes(Column elements, int start, int length) {
        long bytes = length * BYTES_PER_ELEMENT;
        for (int i = start; elements instanceof BytesColumn texts && i < start + length; i++) {
            bytes += texts.lengths()[i];
        }
        return bytes;
    }

    /** Whether an array has an element of that index (from 1), and it is not null. */
    public static boolean has(Column elements, int start, int length, long index) {
        return index >= 1 && index <= length && !elements.isNull(start + (int) index - 1);
    }
}
