package io.millrace.engine.state;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.util.Arrays;

/** A {@link ColumnStore} of arrays: slices of a store of elements, copied without its garbage when most of it is garbage. */
public final class ArrayStore extends ColumnStore {

    private static final int LEAST_GARBAGE = 1 << 12;

    private final Type element;
    private ColumnStore elements;
    private int used;
    private int garbage;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];

    ArrayStore(Type element) {
        this.element = element;
        this.elements = ColumnStore.of(element);
    }

    @Override
    int capacity() {
        return starts.length;
    }

    @Override
    void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    @Override
    void setValue(int id, Column column, int row) {
        forget(id);
        if (garbage > LEAST_GARBAGE && garbage > used / 2) {
            compact();
        }
        ArrayColumn source = (ArrayColumn) column;
        int start = source.starts()[row];
        int length = source.lengths()[row];
        elements.reserve(used + length);
        for (int i = 0; i < length; i++) {
            elements.set(used + i, source.elements(), start + i);
        }
        starts[id] = used;
        lengths[id] = length;
        used += length;
    }

    private void compact() {
        ColumnStore copy = ColumnStore.of(element);
        copy.reserve(used - garbage);
        Column source = elements.view();
        int at = 0;
        for (int id = 0; id < starts.length; id++) {
            for (int i = 0; i < lengths[id]; i++) {
                copy.set(at + i, source, starts[id] + i);
            }
            starts[id] = at;
            at += lengths[id];
        }
        elements = copy;
        used = at;
        garbage = 0;
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        for (int i = 0; i < count; i++) {
            setValue(ids[i], column, rows[i]);
        }
    }

    @Override
    void forget(int id) {
        garbage += lengths[id];
        lengths[id] = 0;
    }

    @Override
    ArrayColumn view() {
        return new ArrayColumn(starts.length, elements.view(), starts, lengths, nulls());
    }

    @Override
    public Column gather(int[] ids, int count) {
        int total = 0;
        int[] newStarts = new int[count];
        int[] newLengths = new int[count];
        for (int i = 0; i < count; i++) {
            newStarts[i] = total;
            newLengths[i] = lengths[ids[i]];
            total += newLengths[i];
        }
        int[] chosen = new int[total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < newLengths[i]; j++) {
                chosen[at++] = starts[ids[i]] + j;
            }
        }
        long[] mask = NullMask.gather(nulls(), ids, count);
        return new ArrayColumn(count, elements.gather(chosen, total), newStarts, newLengths, mask);
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return sameValue(id, (ArrayColumn) column, row);
    }

    /** Whether the array of an id has the same elements as that of a row. */
    public boolean sameValue(int id, ArrayColumn column, int row) {
        int length = lengths[id];
        if (length != column.lengths()[row]) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!elements.same(starts[id] + i, column.elements(), column.starts()[row] + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareValues(int left, int right) {
        int common = Math.min(lengths[left], lengths[right]);
        for (int i = 0; i < common; i++) {
            int a = starts[left] + i;
            int b = starts[right] + i;
            int order = Boolean.compare(elements.isNull(a), elements.isNull(b));
            if (order == 0 && !elements.isNull(a)) {
                order = elements.compareValues(a, b);
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lengths[left], lengths[right]);
    }

    @Override
    public long prefix(int id) {
        return 0;
    }

    @Override
    long bytes() {
        return starts.length * 8L + elements.retainedBytes();
    }
}
