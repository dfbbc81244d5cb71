package io.millrace.engine.state;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;

/** A {@link ColumnStore} of {@code int} values. */
public final class IntStore extends ColumnStore {

    private final IntCells values;

    IntStore(Versions versions) {
        super(versions);
        values = new IntCells(versions);
    }

    @Override
    IntCells values() {
        return values;
    }

    public int value(int id) {
        return values.get(id);
    }

    /** The values by block, for generated code and loops. */
    public int[][] blocks() {
        return values.blocks();
    }

    @Override
    void reserve(int ids) {
        values.reserve(ids);
    }

    @Override
    void setValue(int id, Column column, int row) {
        write(id, ((IntColumn) column).values()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, int value) {
        values.set(id, value);
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        int[] source = ((IntColumn) column).values();
        int[][] target = values.writable();
        for (int i = from; i < to; i++) {
            int id = ids[i];
            int[] block = target[id >>> Cells.SHIFT];
            block = block == null ? values.open(id) : block;
            block[id & Cells.MASK] = source[rows[i]];
        }
    }

    @Override
    public IntColumn gather(int[] ids, int count) {
        int[] chosen = new int[count];
        int[][] blocks = values.blocks();
        for (int i = 0; i < count; i++) {
            chosen[i] = blocks[ids[i] >>> Cells.SHIFT][ids[i] & Cells.MASK];
        }
        return new IntColumn(count, chosen, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return value(id) == ((IntColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Integer.compare(value(left), value(right));
    }

    @Override
    public long prefix(int id) {
        return value(id);
    }
}
