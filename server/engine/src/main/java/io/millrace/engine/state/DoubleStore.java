package io.millrace.engine.state;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;

/** A {@link ColumnStore} of {@code double} values, kept as their bits. */
public final class DoubleStore extends ColumnStore {

    private final LongCells values;

    DoubleStore(Versions versions) {
        super(versions);
        values = new LongCells(versions);
    }

    @Override
    LongCells values() {
        return values;
    }

    public double value(int id) {
        return Double.longBitsToDouble(values.get(id));
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
        write(id, ((DoubleColumn) column).values()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, double value) {
        values.set(id, Double.doubleToRawLongBits(value));
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        double[] source = ((DoubleColumn) column).values();
        long[][] target = values.writable();
        for (int i = from; i < to; i++) {
            int id = ids[i];
            long[] block = target[id >>> Cells.SHIFT];
            block = block == null ? values.open(id) : block;
            block[id & Cells.MASK] = Double.doubleToRawLongBits(source[rows[i]]);
        }
    }

    @Override
    public DoubleColumn gather(int[] ids, int count) {
        double[] chosen = new double[count];
        long[][] blocks = values.blocks();
        for (int i = 0; i < count; i++) {
            chosen[i] = Double.longBitsToDouble(blocks[ids[i] >>> Cells.SHIFT][ids[i] & Cells.MASK]);
        }
        return new DoubleColumn(count, chosen, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return Double.doubleToLongBits(value(id) + 0.0)
                == Double.doubleToLongBits(((DoubleColumn) column).values()[row] + 0.0);
    }

    @Override
    public int compareValues(int left, int right) {
        return Double.compare(value(left) + 0.0, value(right) + 0.0);
    }

    @Override
    public long prefix(int id) {
        return ordered(value(id));
    }

    /** The bits of a double as a number that orders as the double does, NaN last. */
    public static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }
}
