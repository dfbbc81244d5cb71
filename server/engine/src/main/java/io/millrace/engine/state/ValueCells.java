package io.millrace.engine.state;

import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;

/** One string or long DECIMAL per id that is replaced when a better one comes; null until there is one. */
public final class ValueCells extends PartedState {

    private final ColumnStore store;
    private final ByteCells present;

    public ValueCells(Type type, Versions versions) {
        store = ColumnStore.of(type, versions);
        present = new ByteCells(versions);
        part("values", store);
        part("present", present);
    }

    public void reserve(int ids) {
        store.reserve(ids);
        present.reserve(ids);
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
            if (!present.is(id) || compare(column, row, id) * direction > 0) {
                present.set(id, true);
                store.set(id, column, row);
            }
        }
    }

    private int compare(Column column, int row, int id) {
        if (column instanceof BytesColumn bytes && store instanceof BytesStore known) {
            return -Integer.signum(known.compare(id, bytes.data(), bytes.starts()[row], bytes.lengths()[row]));
        }
        return ((DecimalColumn) column).values()[row].compareTo(((DecimalStore) store).value(id));
    }

    /** The values of {@code ids[0..count)}. */
    public Column gather(int[] ids, int count) {
        Column values = store.gather(ids, count);
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (!present.is(ids[i])) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            }
        }
        if (values instanceof BytesColumn bytes) {
            return new BytesColumn(count, bytes.data(), bytes.starts(), bytes.lengths(), nulls);
        }
        return new DecimalColumn(count, ((DecimalColumn) values).values(), nulls);
    }

    public void clear(int id) {
        if (present.is(id)) {
            present.set(id, false);
            store.forget(id);
        }
    }
}
