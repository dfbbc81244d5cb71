package io.millrace.engine.aggregate;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** SINGLE_VALUE: the value of the only row of a group, null or not. */
final class SingleValueAccumulator extends Accumulator {

    private final RetractableExtreme values;
    private final LongCells counts;
    private final StateParts state = new StateParts();
    private long[] present = new long[0];

    SingleValueAccumulator(Type type, Versions versions, ClassCompiler compiler) {
        values = new RetractableExtreme(false, type, versions, compiler);
        counts = new LongCells(versions);
        state.add("values", values.state()).add("counts", counts);
    }

    @Override
    void reserve(int groups) {
        values.reserve(groups);
        counts.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        if (present.length < rows) {
            present = new long[rows];
        }
        long[] nulls = arguments[0].nulls();
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            counts.add(groups[row], weight);
            present[row] = NullMask.isNull(nulls, row) ? 0 : weight;
        }
        values.add(arguments, groups, rows, present);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        throw new IllegalStateException("single values are not merged");
    }

    @Override
    boolean mergeable() {
        return false;
    }

    @Override
    Column results(int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            if (counts.get(groups[i]) > 1) {
                throw new MillraceException(
                        ErrorCode.CARDINALITY_VIOLATION,
                        "a subquery that is used as a value returned more than one row; aggregate it or add LIMIT 1");
            }
        }
        return values.results(groups, count);
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
        values.clear(group);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
