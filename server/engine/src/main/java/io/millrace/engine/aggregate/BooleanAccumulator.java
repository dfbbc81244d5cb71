package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;

/** BOOL_AND and BOOL_OR, also MIN and MAX of BOOLEANs, from the numbers of true and false values. */
final class BooleanAccumulator extends Accumulator {

    private final boolean conjunction;
    private final LongCells trues;
    private final LongCells falses;
    private final StateParts state = new StateParts();

    BooleanAccumulator(AggregateFunction function, Versions versions) {
        this.trues = new LongCells(versions);
        this.falses = new LongCells(versions);
        state.add("trues", trues).add("falses", falses);
        this.conjunction = function != AggregateFunction.BOOL_OR && function != AggregateFunction.MAX;
    }

    @Override
    void reserve(int groups) {
        trues.reserve(groups);
        falses.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        boolean[] values = ((BooleanColumn) arguments[0]).values();
        for (int row = 0; row < rows; row++) {
            LongCells counts = values[row] ? trues : falses;
            counts.add(groups[row], weights == null ? 1 : weights[row]);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        BooleanAccumulator source = (BooleanAccumulator) other;
        for (int i = 0; i < count; i++) {
            trues.add(into[i], source.trues.get(from[i]));
            falses.add(into[i], source.falses.get(from[i]));
        }
    }

    @Override
    Column results(int[] groups, int count) {
        boolean[] values = new boolean[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            boolean anyTrue = trues.get(groups[i]) > 0;
            boolean anyFalse = falses.get(groups[i]) > 0;
            if (!anyTrue && !anyFalse) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            } else {
                values[i] = conjunction ? !anyFalse : anyTrue;
            }
        }
        return new BooleanColumn(count, values, nulls);
    }

    @Override
    void clear(int group) {
        trues.set(group, 0);
        falses.set(group, 0);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
