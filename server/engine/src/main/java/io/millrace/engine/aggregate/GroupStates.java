package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The states of aggregate calls, one accumulator per call, by the id of a group that someone else gives out. */
public final class GroupStates {

    private final int[][] arguments;
    private final Accumulator[] accumulators;
    private final RowWeights[] rowWeights;
    private final List<DistinctCalls> distincts = new ArrayList<>();
    private final StateParts state = new StateParts();

    /**
     * @param appendOnly whether no row of the input is ever taken back
     * @param versions NONE for scratch space, BATCHES for state
     */
    public GroupStates(
            List<AggregateCall> calls, RowType input, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        this.accumulators = new Accumulator[calls.size()];
        this.arguments = new int[calls.size()][];
        this.rowWeights = new RowWeights[calls.size()];
        for (int i = 0; i < accumulators.length; i++) {
            AggregateCall call = calls.get(i);
            boolean distinct = isDistinct(call);
            arguments[i] = call.columns().stream().mapToInt(Integer::intValue).toArray();
            accumulators[i] = Accumulators.of(call, input, appendOnly, versions, compiler);
            state.add("a" + i, accumulators[i].state());
            if (distinct) {
                distinctCalls(call.arguments()).add(call, accumulators[i]);
            } else {
                rowWeights[i] = new RowWeights(call);
            }
        }
        for (DistinctCalls distinct : distincts) {
            distinct.complete(input, appendOnly, versions, compiler);
            state.add("distinct" + distincts.indexOf(distinct), distinct.state());
        }
    }

    private static boolean isDistinct(AggregateCall call) {
        return switch (call.function()) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR -> false;
            case COUNT, SUM, SUM0, AVG, SINGLE_VALUE, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                call.distinct() && !call.arguments().isEmpty();
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY -> call.distinct();
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2, BIT_XOR -> call.distinct();
            case LISTAGG, ARRAY_AGG, JSON_ARRAYAGG, JSON_OBJECTAGG, FIRST_VALUE, LAST_VALUE, MIN_BY, MAX_BY -> false;
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> false;
        };
    }

    private DistinctCalls distinctCalls(List<Integer> columns) {
        for (DistinctCalls known : distincts) {
            if (known.arguments().equals(columns)) {
                return known;
            }
        }
        DistinctCalls added = new DistinctCalls(columns);
        distincts.add(added);
        return added;
    }

    /** Whether partial states of such calls can be combined by {@link #merge}. */
    public static boolean mergeable(List<AggregateCall> calls) {
        return calls.stream()
                .noneMatch(call -> isDistinct(call)
                        || call.function() == AggregateFunction.SINGLE_VALUE
                        || call.function().isArranged());
    }

    /** Makes room for the group ids below {@code groups}. */
    public void reserve(int groups) {
        for (Accumulator accumulator : accumulators) {
            accumulator.reserve(groups);
        }
        for (DistinctCalls distinct : distincts) {
            distinct.reserve(groups);
        }
    }

    /** Adds the rows of a page to their groups. */
    public void accumulate(Page page, int[] rowGroups) {
        for (int i = 0; i < accumulators.length; i++) {
            if (rowWeights[i] != null) {
                accumulators[i].add(page.columns(arguments[i]), rowGroups, page.size(), rowWeights[i].of(page));
            }
        }
        for (DistinctCalls distinct : distincts) {
            distinct.accumulate(page, rowGroups);
        }
    }

    /**
     * Adds the states {@code from[i]} of other states for the same calls to the groups {@code into[i]} of these, one after the other:
     * the other states may be these.
     */
    public void merge(GroupStates other, int[] from, int[] into, int count) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].merge(other.accumulators[i], from, into, count);
        }
    }

    /** Whether {@link #unmerge} is possible. */
    boolean reversible() {
        return distincts.isEmpty() && Arrays.stream(accumulators).allMatch(Accumulator::reversible);
    }

    /** Takes away what {@link #merge} has added with the same arguments. */
    void unmerge(GroupStates other, int[] from, int[] into, int count) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].unmerge(other.accumulators[i], from, into, count);
        }
    }

    /** The columns of all calls for {@code rowGroups[0..count)}. */
    public Column[] results(int[] rowGroups, int count) {
        Column[] columns = new Column[accumulators.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = accumulators[i].results(rowGroups, count);
        }
        return columns;
    }

    /** Makes the state of a group that of no rows. */
    public void clear(int group) {
        for (Accumulator accumulator : accumulators) {
            accumulator.clear(group);
        }
        for (DistinctCalls distinct : distincts) {
            distinct.clear(group);
        }
    }

    /** Makes the states of {@code groups[0..count)} those of no rows. */
    void clear(int[] groups, int count) {
        for (Accumulator accumulator : accumulators) {
            accumulator.clear(groups, count);
        }
        for (DistinctCalls distinct : distincts) {
            for (int i = 0; i < count; i++) {
                distinct.clear(groups[i]);
            }
        }
    }

    /** Distinct values and ordered rows held. */
    long rows() {
        long rows = 0;
        for (Accumulator accumulator : accumulators) {
            rows += accumulator.rows();
        }
        for (DistinctCalls distinct : distincts) {
            rows += distinct.rows();
        }
        return rows;
    }

    /** What must last from batch to batch. */
    public StateContainer state() {
        return state;
    }

    /** Estimated heap bytes. */
    public long bytes() {
        return state.bytes();
    }
}
