package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;

/**
 * A multiset of rows by id.
 *
 * <p>Of an input that only grows every row gets an id of its own, which costs an append. Where rows can be taken back, equal rows
 * share an id and their weights add up; an id whose weight has become zero stays until it is removed.
 */
public final class RowBag extends PartedState {

    private final RowStore rows;
    private final KeyTable distinctRows;
    /** Of an input that only grows without cells as long as all weights are +1. */
    private final LongCells weights;

    private int[] ids = new int[0];
    /** Of the ids in use, how many have a weight other than +1. */
    private int unlikeOne;

    /** @param versions NONE for scratch space */
    public RowBag(RowType rowType, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        List<Type> types = rowType.fields().stream().map(Field::type).toList();
        boolean scratch = versions == Versions.NONE;
        rows = appendOnly ? new RowStore(types, versions) : null;
        distinctRows = appendOnly ? null : KeyTable.create(types, versions, compiler);
        weights = new LongCells(scratch ? Versions.NONE : appendOnly ? Versions.CUTS : Versions.BATCHES, 1);
        part("rows", appendOnly ? rows : distinctRows);
        part("weights", weights);
    }

    /** Adds {@code page[chosen[0..count)]}; returns the ids of these rows, valid until the next call. */
    public int[] add(Page page, int[] chosen, int count) {
        if (ids.length < count) {
            ids = new int[count];
        }
        if (rows != null) {
            addEach(page, chosen, count);
        } else {
            addDistinct(page, chosen, count);
        }
        return ids;
    }

    private void addEach(Page page, int[] chosen, int count) {
        rows.add(page, chosen, count, ids);
        if (page.weights() == null && weights.capacity() == 0) {
            return;
        }
        weights.reserve(rows.limit());
        for (int i = 0; i < count; i++) {
            long weight = page.weight(chosen[i]);
            weights.set(ids[i], weight);
            unlikeOne += weight == 1 ? 0 : 1;
        }
    }

    private void addDistinct(Page page, int[] chosen, int count) {
        Column[] columns = new Column[page.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = count == page.size() ? page.column(i) : page.column(i).gather(chosen, count);
        }
        distinctRows.findOrAdd(columns, count, ids);
        weights.reserve(distinctRows.limit());
        for (int i = 0; i < distinctRows.addedCount(); i++) {
            weights.set(distinctRows.added()[i], 0);
        }
        unlikeOne += distinctRows.addedCount();
        for (int i = 0; i < count; i++) {
            long before = weights.get(ids[i]);
            long after = before + page.weight(chosen[i]);
            weights.set(ids[i], after);
            unlikeOne += (before == 1 ? 1 : 0) - (after == 1 ? 1 : 0);
        }
    }

    /** How many ids the last {@link #add} gave to rows that were not there; {@link #added} lists them. */
    public int addedCount(int count) {
        return rows == null ? distinctRows.addedCount() : count;
    }

    /** The ids that the last {@link #add} gave to rows that were not there. */
    public int[] added() {
        return rows == null ? distinctRows.added() : ids;
    }

    public long weight(int id) {
        return id < weights.capacity() ? weights.get(id) : 1;
    }

    /** Whether any row has a weight other than +1. */
    public boolean isWeighted() {
        return unlikeOne > 0;
    }

    /** Forgets a row; its id is free, but its values can be read until the batch is committed. */
    public void remove(int id) {
        int before = size();
        if (rows != null) {
            rows.remove(id);
        } else {
            distinctRows.remove(id);
        }
        if (size() < before && weight(id) != 1) {
            unlikeOne--;
        }
    }

    /** Forgets all rows; ids start from 0 again once that is possible: at once in scratch space. */
    public void clear() {
        if (rows != null) {
            rows.clear();
        } else {
            distinctRows.clear();
        }
        unlikeOne = 0;
    }

    public ColumnStore store(int column) {
        return rows != null ? rows.store(column) : distinctRows.store(column);
    }

    public Column[] gather(int[] rowIds, int count) {
        return rows != null ? rows.gather(rowIds, count) : distinctRows.gather(rowIds, count);
    }

    /** One column of {@code rowIds[0..count)}. */
    public Column gather(int column, int[] rowIds, int count) {
        return store(column).gather(rowIds, count);
    }

    /** One more than the greatest id that can be in use. */
    public int limit() {
        return rows != null ? rows.limit() : distinctRows.limit();
    }

    /** Ids in use. */
    public int size() {
        return rows != null ? rows.size() : distinctRows.size();
    }

    /** The ids in use, ascending. */
    public int[] ids() {
        return rows != null ? rows.ids() : distinctRows.ids();
    }

    @Override
    public void rebuild() {
        super.rebuild();
        unlikeOne = 0;
        if (weights.capacity() > 0) {
            for (int id : ids()) {
                unlikeOne += weight(id) == 1 ? 0 : 1;
            }
        }
    }

    /** Estimated heap bytes. */
    @Override
    public long bytes() {
        return super.bytes() + ids.length * 4L;
    }
}
