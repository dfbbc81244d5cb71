package io.millrace.engine.state;

import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;

/** A {@link ColumnStore} of {@code boolean} values. */
public final class BooleanStore extends ColumnStore {

    private final ByteCells values;

    BooleanStore(Versions versions) {
        super(versions);
        values = new ByteCells(versions);
    }

    @Override
    ByteCells values() {
        return values;
    }

    public boolean value(int id) {
        return values.get(id) != 0;
    }

    /** The values by block, for generated code and loops. */
    public byte[][] blocks() {
        return values.blocks();
    }

    @Override
    void reserve(int ids) {
        values.reserve(ids);
    }

    @Override
    void setValue(int id, Column column, int row) {
        write(id, ((BooleanColumn) column).values()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, boolean value) {
        values.set(id, value);
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        boolean[] source = ((BooleanColumn) column).values();
        byte[][] target = values.writable();
        for (int i = from; i < to; i++) {
            int id = ids[i];
            byte[] block = target[id >>> Cells.SHIFT];
            block = block == null ? values.open(id) : block;
            block[id & Cells.MASK] = (byte) (source[rows[i]] ? 1 : 0);
        }
    }

    @Override
    public BooleanColumn gather(int[] ids, int count) {
        boolean[] chosen = new boolean[count];
        byte[][] blocks = values.blocks();
        for (int i = 0; i < count; i++) {
            chosen[i] = blocks[ids[i] >>> Cells.SHIFT][ids[i] & Cells.MASK] != 0;
        }
        return new BooleanColumn(count, chosen, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return value(id) == ((BooleanColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Boolean.compare(value(left), value(right));
    }

    @Override
    public long prefix(int id) {
        return values.get(id);
    }
}
