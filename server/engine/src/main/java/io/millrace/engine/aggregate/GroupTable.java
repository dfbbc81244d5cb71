package io.millrace.engine.aggregate;

import io.millrace.dstream.AggregateCall;
import io.millrace.dstream.AggregateFunction;
import io.millrace.engine.codegen.ClassCompiler;
import io.millrace.engine.state.KeyTable;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The groups of an aggregate: a table of keys, and for each call an accumulator indexed by group. */
public final class GroupTable {

    private static final int FIRST_GROUPS = 16;

    private final int[] keyColumns;
    private final KeyTable keys;
    private final int[][] arguments;
    private final Accumulator[] accumulators;
    private final RowWeights[] rowWeights;
    private final List<DistinctCalls> distincts = new ArrayList<>();
    private int reserved;
    private int[] groups = new int[0];

    /** @param appendOnly whether no row of the input is ever taken back */
    public GroupTable(
            List<Integer> keys, List<AggregateCall> calls, RowType input, boolean appendOnly, ClassCompiler compiler) {
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.keys = KeyTable.create(keys.stream().map(input::type).toList(), compiler);
        this.accumulators = new Accumulator[calls.size()];
        this.arguments = new int[calls.size()][];
        this.rowWeights = new RowWeights[calls.size()];
        for (int i = 0; i < accumulators.length; i++) {
            AggregateCall call = calls.get(i);
            boolean distinct = isDistinct(call);
            arguments[i] = call.arguments().stream().mapToInt(Integer::intValue).toArray();
            accumulators[i] = Accumulators.of(call, input, appendOnly, compiler);
            if (distinct) {
                distinctCalls(call.arguments()).add(call, accumulators[i]);
            } else {
                rowWeights[i] = new RowWeights(call);
            }
        }
        for (DistinctCalls distinct : distincts) {
            distinct.complete(input, appendOnly, compiler);
        }
    }

    private static boolean isDistinct(AggregateCall call) {
        return switch (call.function()) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> false;
            case COUNT, SUM, SUM0, AVG, SINGLE_VALUE, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                call.distinct() && !call.arguments().isEmpty();
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
        return calls.stream().noneMatch(call -> isDistinct(call) || call.function() == AggregateFunction.SINGLE_VALUE);
    }

    /** The group of each row, new groups included; the array is valid until the next call. */
    public int[] assign(Page page) {
        Column[] columns = new Column[keyColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = page.column(keyColumns[i]);
        }
        return assign(columns, page.size());
    }

    /** As {@link #assign(Page)}, for keys given as columns. */
    public int[] assign(Column[] keyValues, int rows) {
        if (groups.length < rows) {
            groups = new int[rows];
        }
        keys.findOrAdd(keyValues, rows, groups);
        reserve();
        return groups;
    }

    private void reserve() {
        if (keys.limit() <= reserved) {
            return;
        }
        reserved = Math.max(keys.limit(), Math.max(FIRST_GROUPS, reserved * 2));
        for (Accumulator accumulator : accumulators) {
            accumulator.reserve(reserved);
        }
        for (DistinctCalls distinct : distincts) {
            distinct.reserve(reserved);
        }
    }

    /** Adds the rows of a page to their groups. */
    public void accumulate(Page page, int[] rowGroups) {
        for (int i = 0; i < accumulators.length; i++) {
            if (rowWeights[i] != null) {
                Column[] columns = new Column[arguments[i].length];
                for (int j = 0; j < columns.length; j++) {
                    columns[j] = page.column(arguments[i][j]);
                }
                accumulators[i].add(columns, rowGroups, page.size(), rowWeights[i].of(page));
            }
        }
        for (DistinctCalls distinct : distincts) {
            distinct.accumulate(page, rowGroups);
        }
    }

    /** Adds the states {@code from[i]} of another table for the same calls to the groups {@code into[i]} of this one. */
    public void merge(GroupTable other, int[] from, int[] into, int count) {
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i].merge(other.accumulators[i], from, into, count);
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

    /** Key columns, then the columns of all calls. */
    public Column[] rows(int[] rowGroups, int count) {
        Column[] keyValues = keys.gather(rowGroups, count);
        Column[] columns = Arrays.copyOf(keyValues, keyValues.length + accumulators.length);
        System.arraycopy(results(rowGroups, count), 0, columns, keyValues.length, accumulators.length);
        return columns;
    }

    /** Forgets a group; its id is free. */
    public void remove(int group) {
        keys.remove(group);
        for (Accumulator accumulator : accumulators) {
            accumulator.clear(group);
        }
        for (DistinctCalls distinct : distincts) {
            distinct.clear(group);
        }
    }

    /** Forgets all groups; ids start from 0 again. Costs the ids ever given. */
    public void clear() {
        for (int group = 0; group < keys.limit(); group++) {
            for (Accumulator accumulator : accumulators) {
                accumulator.clear(group);
            }
            for (DistinctCalls distinct : distincts) {
                distinct.clear(group);
            }
        }
        keys.clear();
    }

    public KeyTable keys() {
        return keys;
    }

    /** Groups and distinct values held. */
    public long stateRows() {
        long rows = keys.size();
        for (DistinctCalls distinct : distincts) {
            rows += distinct.rows();
        }
        return rows;
    }

    /** Estimated heap bytes. */
    public long stateBytes() {
        long bytes = keys.bytes() + groups.length * 4L;
        for (Accumulator accumulator : accumulators) {
            bytes += accumulator.bytes();
        }
        for (DistinctCalls distinct : distincts) {
            bytes += distinct.bytes();
        }
        return bytes;
    }
}
