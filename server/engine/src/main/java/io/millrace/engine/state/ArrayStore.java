package io.millrace.engine.state;

import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;

/** A {@link ColumnStore} of arrays: slices of a store of elements. */
public final class ArrayStore extends ColumnStore {

    private final ArrayElements arrays;
    private final ColumnStore elements;

    ArrayStore(Type element, Versions versions) {
        super(versions);
        arrays = new ArrayElements(element, versions);
        elements = arrays.elements();
    }

    @Override
    StateContainer values() {
        return arrays;
    }

    @Override
    void reserve(int ids) {
        arrays.reserve(ids);
    }

    @Override
    void setValue(int id, Column column, int row) {
        write(id, (ArrayColumn) column, row);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, ArrayColumn column, int row) {
        arrays.write(id, column.elements(), column.starts()[row], column.lengths()[row]);
    }

    @Override
    void forget(int id) {
        arrays.forget(id);
    }

    @Override
    boolean forgets() {
        return true;
    }

    @Override
    public Column gather(int[] ids, int count) {
        int total = 0;
        int[] starts = new int[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = total;
            lengths[i] = arrays.length(ids[i]);
            total += lengths[i];
        }
        int[] chosen = new int[total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int start = arrays.start(ids[i]);
            for (int j = 0; j < lengths[i]; j++) {
                chosen[at++] = start + j;
            }
        }
        return new ArrayColumn(count, elements.gather(chosen, total), starts, lengths, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return sameValue(id, (ArrayColumn) column, row);
    }

    /** Whether the array of an id has the same elements as that of a row. */
    public boolean sameValue(int id, ArrayColumn column, int row) {
        int length = arrays.length(id);
        if (length != column.lengths()[row]) {
            return false;
        }
        int start = arrays.start(id);
        for (int i = 0; i < length; i++) {
            if (!elements.same(start + i, column.elements(), column.starts()[row] + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareValues(int left, int right) {
        int common = Math.min(arrays.length(left), arrays.length(right));
        for (int i = 0; i < common; i++) {
            int a = arrays.start(left) + i;
            int b = arrays.start(right) + i;
            int order = Boolean.compare(elements.isNull(a), elements.isNull(b));
            if (order == 0 && !elements.isNull(a)) {
                order = elements.compareValues(a, b);
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(arrays.length(left), arrays.length(right));
    }

    @Override
    public long prefix(int id) {
        return 0;
    }
}
