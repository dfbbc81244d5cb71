package io.millrace.engine.aggregate;

import io.millrace.engine.state.ValueCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;

/** MIN and MAX over inputs that only grow, of strings and long DECIMALs. */
final class ValueExtreme extends Accumulator {

    private final int direction;
    private final ValueCells cells;

    ValueExtreme(boolean greatest, Type type, Versions versions) {
        this.direction = greatest ? 1 : -1;
        this.cells = new ValueCells(type, versions);
    }

    @Override
    void reserve(int groups) {
        cells.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        cells.replaceWhereBetter(arguments[0], groups, rows, weights, direction);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        Column values = ((ValueExtreme) other).cells.gather(from, count);
        cells.replaceWhereBetter(values, into, count, null, direction);
    }

    @Override
    Column results(int[] groups, int count) {
        return cells.gather(groups, count);
    }

    @Override
    void clear(int group) {
        cells.clear(group);
    }

    @Override
    StateContainer state() {
        return cells;
    }
}
