package io.millrace.engine.aggregate;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;

/** COUNT: the sum of weights. */
final class CountAccumulator extends Accumulator {

    private final LongCells counts;

    CountAccumulator(Versions versions) {
        counts = new LongCells(versions);
    }

    @Override
    void reserve(int groups) {
        counts.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        long[][] blocks = counts.writable();
        for (int row = 0; row < rows; row++) {
            int group = groups[row];
            long[] block = blocks[group >>> Cells.SHIFT];
            block = block == null ? counts.open(group) : block;
            block[group & Cells.MASK] += weights == null ? 1 : weights[row];
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        LongCells source = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.get(from[i]));
        }
    }

    @Override
    void unmerge(Accumulator other, int[] from, int[] into, int count) {
        LongCells source = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], -source.get(from[i]));
        }
    }

    @Override
    boolean reversible() {
        return true;
    }

    @Override
    Column results(int[] groups, int count) {
        long[][] blocks = counts.blocks();
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = blocks[groups[i] >>> Cells.SHIFT][groups[i] & Cells.MASK];
        }
        return new LongColumn(count, values, null);
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
    }

    @Override
    void clear(int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            counts.set(groups[i], 0);
        }
    }

    @Override
    StateContainer state() {
        return counts;
    }
}
