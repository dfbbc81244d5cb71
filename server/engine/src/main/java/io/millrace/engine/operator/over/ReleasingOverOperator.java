package io.millrace.engine.operator.over;

import io.millrace.dstream.Over;
import io.millrace.dstream.expression.OverCall;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.RowOrder;
import io.millrace.engine.operator.RowSequence;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.operator.TimelyRows;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes window functions that look back only, over rows in order of event time: a row is emitted once, when the watermark has
 * passed its time, so that no row before it or beside it can come any more.
 *
 * <p>State: the rows that wait, and of the others what the frames of later rows can reach. Where frames reach back in time only, a
 * partition is forgotten once the watermark is out of reach of its newest row.
 */
public final class ReleasingOverOperator implements Operator {

    private final List<OverCall> calls;
    private final int time;
    private final OperatorContext context;
    private final TimelyRows timely;
    private final RowBag rows;
    private final RowOrder order;
    private final OverHistory history;
    private final WindowFunctions functions;
    private final RunningFunctions running;
    /** The rows that have not been emitted yet. */
    private final TimeIndex waiting = new TimeIndex(Versions.BATCHES);
    /** Whether what is kept of a partition has an end in time. */
    private final boolean forgets;
    /** The partitions of which nothing or only kept rows are left, each with the time of its newest row. */
    private final TimeIndex resting = new TimeIndex(Versions.BATCHES);

    private final StateParts state = new StateParts();

    private final IntCells partitionOf = new IntCells(Versions.NONE);
    private final IntCells waitingIn = new IntCells(Versions.NONE);
    private IdList[] kept = new IdList[0];
    private IdList[] released = new IdList[0];
    private final IdList touched = new IdList();

    public ReleasingOverOperator(Over node, OperatorContext context, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        this.calls = node.calls();
        this.time = node.release().orElseThrow();
        this.context = context;
        this.timely = new TimelyRows(time, input.field(time).name(), context);
        this.rows = new RowBag(input, true, Versions.BATCHES, compiler);
        this.order = new RowOrder(node.order(), rows, input.size());
        this.history = OverHistory.of(calls);
        List<OverCall> looking =
                calls.stream().filter(call -> !OverHistory.isRunning(call)).toList();
        this.functions = new WindowFunctions(looking, node.order(), input, compiler);
        this.running = new RunningFunctions(node.partition(), calls, input, compiler);
        this.state
                .add("rows", rows)
                .add("waiting", waiting)
                .add("resting", resting)
                .add("running", running.state());
        this.forgets = history.rows() == 0 && !history.first() && looking.size() == calls.size();
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = timely.select(
                delta, at -> at < context.closedWatermark(), times -> Lateness.of(Lateness.Reason.GIVEN_OUT));
        int count = page.size();
        if (count == 0) {
            return;
        }
        int[] partitions = running.partitions(page);
        int[] ids = rows.add(page, Rows.all(count), count);
        reserve();
        long[] times = ((LongColumn) page.column(time)).values();
        for (int row = 0; row < count; row++) {
            partitionOf.set(ids[row], partitions[row]);
            waitingIn.add(partitions[row], 1);
            waiting.add(ids[row], times[row]);
        }
    }

    private void reserve() {
        partitionOf.reserve(rows.limit());
        waitingIn.reserve(running.partitionLimit());
        if (running.partitionLimit() > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(running.partitionLimit(), kept.length * 2));
            released = Arrays.copyOf(released, kept.length);
        }
    }

    @Override
    public void finish(Output output) {
        if (context.watermark() == OperatorContext.NO_WATERMARK) {
            return;
        }
        int[] ids = waiting.expire(context.watermark() - 1);
        for (int id : ids) {
            int partition = partitionOf.get(id);
            waitingIn.add(partition, -1);
            if (released[partition] == null) {
                released[partition] = new IdList();
                touched.add(partition);
            }
            for (long copy = rows.weight(id); copy > 0; copy--) {
                released[partition].add(id);
            }
        }
        Results results = new Results();
        for (int i = 0; i < touched.size(); i++) {
            release(touched.get(i), results);
        }
        results.emit(output);
        touched.clear();
        results.forget();
        if (forgets) {
            forgetPartitions();
        }
    }

    private void forgetPartitions() {
        for (int partition : resting.expire(context.watermark() - history.distance() - 1)) {
            if (waitingIn.get(partition) == 0) {
                IdList ids = kept[partition] == null ? new IdList() : kept[partition];
                for (int i = 0; i < ids.size(); i++) {
                    if (isLastCopy(ids.ids(), ids.size(), i)) {
                        rows.remove(ids.get(i));
                    }
                }
                kept[partition] = null;
                running.forget(partition);
            }
        }
    }

    private void release(int partition, Results results) {
        IdList fresh = released[partition];
        released[partition] = null;
        IdSort.sort(fresh.ids(), fresh.size(), order::compare);
        IdList before = kept[partition] == null ? new IdList() : kept[partition];
        int from = before.size();
        int[] ids = Arrays.copyOf(before.ids(), from + fresh.size());
        System.arraycopy(fresh.ids(), 0, ids, from, fresh.size());
        RowSequence sequence = new RowSequence(rows, order, ids);
        running.append(partition, sequence, from, results.builders);
        Column[] looked = functions.evaluate(sequence);
        int next = 0;
        for (int i = 0; i < calls.size(); i++) {
            if (!OverHistory.isRunning(calls.get(i))) {
                for (int row = from; row < ids.length; row++) {
                    results.builders[i].appendFrom(looked[next], row);
                }
                next++;
            }
        }
        results.ids.addAll(ids, from, ids.length);
        kept[partition] = keep(ids, results);
        if (forgets) {
            resting.remove(partition);
            resting.add(partition, ((LongStore) rows.store(time)).value(ids[ids.length - 1]));
        }
    }

    /** The rows that frames of later rows can reach; the others are forgotten once the batch is emitted. */
    private IdList keep(int[] ids, Results results) {
        LongStore times = (LongStore) rows.store(time);
        long oldest = context.watermark() - history.distance();
        IdList reachable = new IdList();
        for (int i = 0; i < ids.length; i++) {
            boolean near =
                    ids.length - i <= history.rows() || (history.distance() > 0 && times.value(ids[i]) >= oldest);
            if (near || (i == 0 && history.first())) {
                reachable.add(ids[i]);
            } else if (isLastCopy(ids, ids.length, i) && !(history.first() && ids[i] == ids[0])) {
                results.unreachable.add(ids[i]);
            }
        }
        return reachable.size() == 0 ? null : reachable;
    }

    private static boolean isLastCopy(int[] ids, int size, int at) {
        return at == size - 1 || ids[at + 1] != ids[at];
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        reserve();
        touched.clear();
        Arrays.fill(kept, null);
        Arrays.fill(released, null);
        for (int partition = 0; partition < waitingIn.capacity(); partition++) {
            waitingIn.set(partition, 0);
        }
        int[] ids = rows.ids();
        IdSort.sort(ids, ids.length, order::compare);
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            place(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS)));
        }
    }

    private void place(int[] ids) {
        int[] partitions = running.knownPartitions(rows.gather(ids, ids.length), ids.length);
        for (int i = 0; i < ids.length; i++) {
            int partition = partitions[i];
            partitionOf.set(ids[i], partition);
            if (waiting.contains(ids[i])) {
                waitingIn.add(partition, 1);
                continue;
            }
            kept[partition] = kept[partition] == null ? new IdList() : kept[partition];
            for (long copy = rows.weight(ids[i]); copy > 0; copy--) {
                kept[partition].add(ids[i]);
            }
        }
    }

    @Override
    public long nextClose() {
        long least = waiting.next();
        return least == Long.MAX_VALUE ? least : least + 1;
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + partitionOf.bytes() + waitingIn.bytes() + kept.length * 16L;
    }

    /** What a batch releases: rows and the results of the calls, in the order of the partitions. */
    private final class Results {
        private final IdList ids = new IdList();
        private final IdList unreachable = new IdList();
        private final ColumnBuilder[] builders =
                calls.stream().map(call -> ColumnBuilder.of(call.type())).toArray(ColumnBuilder[]::new);

        /** Emits the rows in order of event time. */
        void emit(Output output) {
            Column[] results = new Column[builders.length];
            for (int i = 0; i < results.length; i++) {
                results[i] = builders[i].build();
            }
            LongStore times = (LongStore) rows.store(time);
            int[] positions = Rows.all(ids.size());
            IdSort.sort(
                    positions,
                    positions.length,
                    (left, right) -> Long.compare(times.value(ids.get(left)), times.value(ids.get(right))));
            for (int from = 0; from < positions.length; from += Page.MAX_ROWS) {
                int[] chosen = Arrays.copyOfRange(positions, from, Math.min(positions.length, from + Page.MAX_ROWS));
                int[] chosenIds = new int[chosen.length];
                for (int i = 0; i < chosen.length; i++) {
                    chosenIds[i] = ids.get(chosen[i]);
                }
                List<Column> columns = new ArrayList<>(List.of(rows.gather(chosenIds, chosen.length)));
                for (Column result : results) {
                    columns.add(result.gather(chosen, chosen.length));
                }
                output.emit(Page.of(chosen.length, columns));
            }
        }

        void forget() {
            for (int i = 0; i < unreachable.size(); i++) {
                rows.remove(unreachable.get(i));
            }
        }
    }
}
