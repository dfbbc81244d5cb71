package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.OverCall;
import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.RowSequence;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Window functions from the start of the partition to the current row, carried on from batch to batch in a state per partition. */
final class RunningFunctions {

    private final List<OverCall> calls;
    private final int[] accumulatorOf;
    private final GroupTable table;
    private final int[] partitionColumns;
    private final LongCells rowCounts = new LongCells(Versions.BATCHES);
    private final LongCells peerCounts = new LongCells(Versions.BATCHES);
    private final StateParts state = new StateParts();

    RunningFunctions(List<Integer> partition, List<OverCall> calls, RowType input, ClassCompiler compiler) {
        this.calls = calls;
        this.accumulatorOf = new int[calls.size()];
        List<AggregateCall> aggregates = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            OverCall call = calls.get(i);
            accumulatorOf[i] = -1;
            if (OverHistory.isRunning(call) && !isNumber(call)) {
                accumulatorOf[i] = aggregates.size();
                aggregates.add(new AggregateCall(
                        function(call), call.arguments(), false, OptionalInt.empty(), call.type(), call.nullable()));
            }
        }
        this.table = new GroupTable(partition, aggregates, input, true, Versions.BATCHES, compiler);
        this.partitionColumns = partition.stream().mapToInt(Integer::intValue).toArray();
        this.state.add("partitions", table.state()).add("rows", rowCounts).add("peers", peerCounts);
    }

    private static boolean isNumber(OverCall call) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> true;
            default -> false;
        };
    }

    private static AggregateFunction function(OverCall call) {
        return switch (call.function()) {
            case COUNT -> AggregateFunction.COUNT;
            case SUM -> AggregateFunction.SUM;
            case SUM0 -> AggregateFunction.SUM0;
            case MIN -> AggregateFunction.MIN;
            case MAX -> AggregateFunction.MAX;
            case AVG -> AggregateFunction.AVG;
            default -> throw new IllegalStateException(call.function() + " has no accumulator");
        };
    }

    /** The partition of each row of a page; valid until the next call. */
    int[] partitions(Page page) {
        int[] partitions = table.assign(page);
        int limit = table.keys().limit();
        rowCounts.reserve(limit);
        peerCounts.reserve(limit);
        return partitions;
    }

    /** The partition of each of some rows whose partitions are known. */
    int[] knownPartitions(Column[] columns, int count) {
        int[] partitions = new int[count];
        Column[] keys = new Column[partitionColumns.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = columns[partitionColumns[i]];
        }
        table.keys().find(keys, count, partitions);
        return partitions;
    }

    /** Forgets a partition; its number may be given to another one. */
    void forget(int partition) {
        table.remove(partition);
        rowCounts.set(partition, 0);
        peerCounts.set(partition, 0);
    }

    int partitionLimit() {
        return table.keys().limit();
    }

    /** Appends to {@code builders} the running results of the rows from position {@code from} on, which are new. */
    void append(int partition, RowSequence sequence, int from, ColumnBuilder[] builders) {
        Column[] columns = sequence.columns();
        int[] group = {partition};
        int position = from;
        while (position < sequence.size()) {
            int last = sequence.peersTo(position);
            for (int row = position; row <= last; row++) {
                boolean endOfFrames = row == last;
                accumulate(partition, columns, row);
                appendWhere(true, group, row - position, builders);
                if (endOfFrames) {
                    for (int peer = position; peer <= last; peer++) {
                        appendWhere(false, group, peer - position, builders);
                    }
                }
            }
            rowCounts.add(partition, last - position + 1L);
            peerCounts.add(partition, 1);
            position = last + 1;
        }
    }

    private void accumulate(int partition, Column[] columns, int row) {
        int[] chosen = {row};
        Column[] values = new Column[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].gather(chosen, 1);
        }
        table.accumulate(new Page(1, values, null), new int[] {partition});
    }

    /** Appends the results that are known row by row, or those that peers share. */
    private void appendWhere(boolean byRow, int[] group, int peer, ColumnBuilder[] builders) {
        Column[] results = null;
        for (int i = 0; i < builders.length; i++) {
            OverCall call = calls.get(i);
            if (!OverHistory.isRunning(call) || isByRow(call) != byRow) {
                continue;
            }
            if (accumulatorOf[i] < 0) {
                appendNumber(builders[i], number(call, group[0], peer));
            } else {
                results = results == null ? table.results(group, 1) : results;
                builders[i].appendFrom(results[accumulatorOf[i]], 0);
            }
        }
    }

    private static boolean isByRow(OverCall call) {
        return isNumber(call) || call.frame().rows();
    }

    private long number(OverCall call, int partition, int peer) {
        return switch (call.function()) {
            case RANK -> rowCounts.get(partition) + 1;
            case DENSE_RANK -> peerCounts.get(partition) + 1;
            default -> rowCounts.get(partition) + peer + 1;
        };
    }

    private static void appendNumber(ColumnBuilder builder, long number) {
        if (builder instanceof LongColumnBuilder longs) {
            longs.append(number);
        } else {
            ((IntColumnBuilder) builder).append((int) number);
        }
    }

    StateContainer state() {
        return state;
    }
}
