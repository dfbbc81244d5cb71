package io.millrace.engine.state;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;

/** A {@link ColumnStore} of {@code long} values. */
public final class LongStore extends ColumnStore {

    private final LongCells values;

    LongStore(Versions versions) {
        super(versions);
        values = new LongCells(versions);
    }

    @Override
    LongCells values() {
        return values;
    }

    public long value(int id) {
        return values.get(id);
    }

    /** The values by block, for generated code and loops. */
    public long[][] blocks() {
        return values.blocks();
    }

    @Override
    void reserve(int ids) {
        values.reserve(ids);
    }

    @Override
    void setValue(int id, Column column, int row) {
        write(id, ((LongColumn) column).values()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, long value) {
        values.set(id, value);
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        long[] source = ((LongColumn) column).values();
        long[][] target = values.writable();
        for (int i = from; i < to; i++) {
            int id = ids[i];
            long[] block = target[id >>> Cells.SHIFT];
            block = block == null ? values.open(id) : block;
            block[id & Cells.MASK] = source[rows[i]];
        }
    }

    @Override
    public LongColumn gather(int[] ids, int count) {
        long[] chosen = new long[count];
        long[][] blocks = values.blocks();
        for (int i = 0; i < count; i++) {
            chosen[i] = blocks[ids[i] >>> Cells.SHIFT][ids[i] & Cells.MASK];
        }
        return new LongColumn(count, chosen, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return value(id) == ((LongColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Long.compare(value(left), value(right));
    }

    @Override
    public long prefix(int id) {
        return value(id);
    }
}
