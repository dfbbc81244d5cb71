package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;

/** The numbered states of one aggregate call over rows that are only added, in scratch space, for those who number them themselves. */
public final class AggregateStates {

    private static final int FIRST_STATES = 16;

    private final Accumulator accumulator;
    private final RowWeights weights;
    private final int[] columns;
    private final int[] from = new int[1];
    private final int[] into = new int[1];
    private int reserved;

    /** @param call over rows of {@code input} */
    public AggregateStates(AggregateCall call, RowType input, ClassCompiler compiler) {
        this.accumulator = Accumulators.of(call, input, true, Versions.NONE, compiler);
        this.weights = new RowWeights(call);
        this.columns = call.columns().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Makes a state that of no rows. */
    public void begin(int state) {
        if (state >= reserved) {
            reserved = Math.max(state + 1, Math.max(FIRST_STATES, reserved * 2));
            accumulator.reserve(reserved);
        }
        accumulator.clear(state);
    }

    /** Begins a state with what another has. */
    public void beginWith(int state, int other) {
        begin(state);
        from[0] = other;
        into[0] = state;
        accumulator.merge(accumulator, from, into, 1);
    }

    /** Adds each row of a page to a state. */
    public void add(Page rows, int[] states) {
        Column[] arguments = new Column[columns.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = rows.column(columns[i]);
        }
        accumulator.add(arguments, states, rows.size(), weights.of(rows));
    }

    public Column results(int[] states, int count) {
        return accumulator.results(states, count);
    }

    /** Estimated heap bytes. */
    public long bytes() {
        return accumulator.state().bytes();
    }
}
