package io.millrace.engine.state;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.util.Arrays;

/** One string or long DECIMAL per id that is replaced when a better one comes; null until there is one. */
public final class ValueCells {

    private final ColumnStore store;
    private boolean[] present = new boolean[0];

    public ValueCells(Type type) {
        store = ColumnStore.of(type);
    }

    public void reserve(int ids) {
        store.reserve(ids);
        if (ids > present.length) {
            present = Arrays.copyOf(present, ids);
        }
    }

    /**
     * Replaces values by greater ones ({@code direction} 1) or smaller ones (−1).
     *
     * @param weights rows of weight zero are left out, as are nulls; {@code null} when all count
     */
    public void replaceWhereBetter(Column column, int[] ids, int rows, long[] weights, int direction) {
        long[] nulls = column.nulls();
        for (int row = 0; row < rows; row++) {
            if ((weights != null && weights[row] == 0) || NullMask.isNull(nulls, row)) {
                continue;
            }
            int id = ids[row];
            if (!present[id] || compare(column, row, id) * direction > 0) {
                present[id] = true;
                store.set(id, column, row);
            }
        }
    }

    private int compare(Column column, int row, int id) {
        if (column instanceof BytesColumn bytes && store instanceof BytesStore known) {
            int start = bytes.starts()[row];
            int knownStart = known.starts()[id];
            return Arrays.compareUnsigned(
                    bytes.data(),
                    start,
                    start + bytes.lengths()[row],
                    known.data(),
                    knownStart,
                    knownStart + known.lengths()[id]);
        }
        return ((DecimalColumn) column).values()[row].compareTo(((DecimalStore) store).values()[id]);
    }

    /** The values of {@code ids[0..count)}. */
    public Column gather(int[] ids, int count) {
        for (int i = 0; i < count; i++) {
            if (!present[ids[i]]) {
                store.setNull(ids[i], true);
            }
        }
        return store.gather(ids, count);
    }

    public void clear(int id) {
        if (present[id]) {
            present[id] = false;
            store.forget(id);
        }
    }

    public long bytes() {
        return store.retainedBytes() + present.length;
    }
}
