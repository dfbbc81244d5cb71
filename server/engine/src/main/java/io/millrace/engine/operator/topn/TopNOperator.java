package io.millrace.engine.operator.topn;

import io.millrace.dstream.TopN;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.ForgottenPartners;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.RowOrder;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;

/**
 * Keeps the first rows of each partition and emits what changes in them, once per batch.
 *
 * <p>State: of an input that only grows, the rows up to offset + limit of each partition; otherwise all rows.
 */
public final class TopNOperator implements Operator {

    /** So many rows of an input that only grows are stored at once: those behind them are compared with what they have left. */
    private static final int STEP = 512;

    private final TopN node;
    private final OperatorContext context;
    private final ForgottenPartners late;
    private final boolean appendOnly;
    private final int[] partitionColumns;
    private final KeyTable partitions;
    private final RowBag rows;
    private final RowOrder order;
    private final RankedRows ranked;
    private final VisibleRows before;
    private final VisibleRows after;
    private final TopNOutput changes;
    /** Of each partition the greatest time, among its rows also those that have been dropped. */
    private final TimeIndex times = new TimeIndex(Versions.BATCHES);

    private final StateParts state = new StateParts();

    private final IdList touched = new IdList();
    private final IdList touchedRows = new IdList();
    private final IdList touchedRowPartitions = new IdList();
    private final IdList dropped = new IdList();
    private final IdList forgotten = new IdList();
    private final ByteCells isTouched = new ByteCells(Versions.NONE);
    private final ByteCells isTouchedRow = new ByteCells(Versions.NONE);
    private int[] groups = new int[0];
    private int[] chosen = new int[0];
    private long[] prefixes = new long[0];
    private long[] balances = new long[0];

    public TopNOperator(TopN node, OperatorContext context, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        long sum = node.offset() + node.limit();
        long wanted = sum < 0 ? Long.MAX_VALUE : sum;
        this.node = node;
        this.context = context;
        this.late = new ForgottenPartners(0, node.expiry(), Lateness.Reason.PARTITION_FORGOTTEN, context);
        this.appendOnly = node.input().appendOnly();
        this.partitionColumns =
                node.partition().stream().mapToInt(Integer::intValue).toArray();
        this.partitions =
                KeyTable.create(node.partition().stream().map(input::type).toList(), Versions.BATCHES, compiler);
        this.rows = new RowBag(input, appendOnly, Versions.BATCHES, compiler);
        this.state.add("partitions", partitions).add("rows", rows).add("times", times);
        this.order = new RowOrder(node.order(), rows, input.size());
        this.ranked = new RankedRows(rows, order, wanted, !appendOnly);
        this.before = new VisibleRows(node.offset(), node.limit());
        this.after = new VisibleRows(node.offset(), node.limit());
        this.changes = new TopNOutput(rows, node.rowNumber());
    }

    @Override
    public void process(int input, Page page, Output output) {
        Page delta = late.remove(page);
        int count = delta.size();
        if (count == 0) {
            return;
        }
        reserve(count);
        partitions.findOrAdd(delta.columns(partitionColumns), count, groups);
        ranked.reservePartitions(partitions.limit());
        isTouched.reserve(partitions.limit());
        order.prefixes(delta, prefixes);
        int step = appendOnly ? STEP : count;
        for (int from = 0; from < count; from += step) {
            int kept = choose(from, Math.min(count, from + step));
            if (kept > 0) {
                add(delta, kept);
            }
        }
        if (node.expiry().isPresent()) {
            noteTimes((LongColumn) delta.column(node.expiry().get().column()), count);
        }
    }

    private void reserve(int count) {
        if (groups.length < count) {
            groups = new int[count];
            chosen = new int[count];
            prefixes = new long[count];
        }
    }

    /** The rows that may matter; their partitions' visible rows are saved before anything changes. */
    private int choose(int from, int to) {
        int kept = 0;
        for (int row = from; row < to; row++) {
            int partition = groups[row];
            if (appendOnly && ranked.isBeyond(partition, prefixes[row])) {
                continue;
            }
            chosen[kept++] = row;
            if (!isTouched.is(partition)) {
                isTouched.set(partition, true);
                touched.add(partition);
                before.append(ranked.best(partition), ranked.bestSize(partition), rows);
            }
        }
        return kept;
    }

    private void add(Page delta, int kept) {
        int[] ids = rows.add(delta, chosen, kept);
        ranked.reserveRows(rows.limit());
        isTouchedRow.reserve(rows.limit());
        for (int i = 0; i < kept; i++) {
            int id = ids[i];
            int row = chosen[i];
            ranked.setPrefix(id, prefixes[row]);
            if (appendOnly) {
                ranked.insert(groups[row], id, dropped);
            } else if (!isTouchedRow.is(id)) {
                isTouchedRow.set(id, true);
                touchedRows.add(id);
                touchedRowPartitions.add(groups[row]);
            }
        }
    }

    /** A partition can be forgotten when the latest of its rows can. */
    private void noteTimes(LongColumn column, int count) {
        for (int row = 0; row < count; row++) {
            int partition = groups[row];
            long time = NullMask.isNull(column.nulls(), row) ? Long.MAX_VALUE : column.values()[row];
            if (!times.contains(partition)) {
                times.add(partition, time);
            } else if (times.time(partition) < time) {
                times.remove(partition);
                times.add(partition, time);
            }
        }
    }

    @Override
    public void finish(Output output) {
        for (int i = 0; i < touchedRows.size(); i++) {
            ranked.update(touchedRowPartitions.get(i), touchedRows.get(i));
        }
        for (int i = 0; i < touched.size(); i++) {
            int partition = touched.get(i);
            if (!appendOnly) {
                ranked.balance(partition, dropped);
            }
            after.append(ranked.best(partition), ranked.bestSize(partition), rows);
        }
        for (int i = 0; i < touched.size(); i++) {
            if (node.rowNumber()) {
                emitPositions(i, output);
            } else if (appendOnly) {
                emitGrown(i, output);
            } else {
                emitRows(i, output);
            }
        }
        changes.flush(output);
        clean();
        expire();
    }

    /** Emits what changed where rows only come: the old rows that stay keep their order, those that go are the last ones. */
    private void emitGrown(int list, Output output) {
        int oldAt = before.from(list);
        for (int at = after.from(list); at < after.to(list); at++) {
            long change = after.weight(at);
            if (oldAt < before.to(list) && before.id(oldAt) == after.id(at)) {
                change -= before.weight(oldAt++);
            }
            if (change != 0) {
                changes.add(after.id(at), change, 0, output);
            }
        }
        for (; oldAt < before.to(list); oldAt++) {
            changes.add(before.id(oldAt), -before.weight(oldAt), 0, output);
        }
    }

    /** Emits rows that came, went or changed their weight. */
    private void emitRows(int list, Output output) {
        if (balances.length < rows.limit()) {
            balances = new long[Math.max(rows.limit(), balances.length * 2)];
        }
        for (int at = before.from(list); at < before.to(list); at++) {
            balances[before.id(at)] -= before.weight(at);
        }
        for (int at = after.from(list); at < after.to(list); at++) {
            balances[after.id(at)] += after.weight(at);
        }
        for (int at = before.from(list); at < before.to(list); at++) {
            emitBalance(before.id(at), output);
        }
        for (int at = after.from(list); at < after.to(list); at++) {
            emitBalance(after.id(at), output);
        }
    }

    private void emitBalance(int id, Output output) {
        if (balances[id] != 0) {
            changes.add(id, balances[id], 0, output);
            balances[id] = 0;
        }
    }

    /** Emits, position by position, the row that stood there and the one that stands there now. */
    private void emitPositions(int list, Output output) {
        int oldAt = before.from(list);
        int newAt = after.from(list);
        long oldLeft = oldAt < before.to(list) ? before.weight(oldAt) : 0;
        long newLeft = newAt < after.to(list) ? after.weight(newAt) : 0;
        long position = node.offset();
        while (oldLeft > 0 || newLeft > 0) {
            position++;
            if (oldLeft == 0 || newLeft == 0 || before.id(oldAt) != after.id(newAt)) {
                if (oldLeft > 0) {
                    changes.add(before.id(oldAt), -1, position, output);
                }
                if (newLeft > 0) {
                    changes.add(after.id(newAt), 1, position, output);
                }
            }
            if (oldLeft > 0 && --oldLeft == 0 && ++oldAt < before.to(list)) {
                oldLeft = before.weight(oldAt);
            }
            if (newLeft > 0 && --newLeft == 0 && ++newAt < after.to(list)) {
                newLeft = after.weight(newAt);
            }
        }
    }

    private void clean() {
        for (int i = 0; i < touchedRows.size(); i++) {
            int id = touchedRows.get(i);
            isTouchedRow.set(id, false);
            if (rows.weight(id) == 0 && ranked.isFree(id)) {
                rows.remove(id);
            }
        }
        for (int i = 0; i < dropped.size(); i++) {
            int id = dropped.get(i);
            if (appendOnly || rows.weight(id) == 0) {
                rows.remove(id);
            }
        }
        for (int i = 0; i < touched.size(); i++) {
            int partition = touched.get(i);
            isTouched.set(partition, false);
            if (ranked.isEmpty(partition)) {
                times.remove(partition);
                partitions.remove(partition);
            }
        }
        forgetBatch();
    }

    private void forgetBatch() {
        touchedRows.clear();
        touchedRowPartitions.clear();
        dropped.clear();
        touched.clear();
        before.clear();
        after.clear();
    }

    private void expire() {
        if (node.expiry().isEmpty() || context.watermark() == OperatorContext.NO_WATERMARK) {
            return;
        }
        for (int partition : times.expire(node.expiry().get().bound(context.watermark()))) {
            ranked.remove(partition, forgotten);
            partitions.remove(partition);
        }
        for (int i = 0; i < forgotten.size(); i++) {
            rows.remove(forgotten.get(i));
        }
        forgotten.clear();
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        for (int i = 0; i < touched.size(); i++) {
            isTouched.set(touched.get(i), false);
        }
        for (int i = 0; i < touchedRows.size(); i++) {
            isTouchedRow.set(touchedRows.get(i), false);
        }
        forgetBatch();
        forgotten.clear();
        changes.reset();
        balances = new long[0];
        isTouched.reserve(partitions.limit());
        isTouchedRow.reserve(rows.limit());
        ranked.reservePartitions(partitions.limit());
        ranked.reserveRows(rows.limit());
        ranked.clear();
        rank(rows.ids());
    }

    private void rank(int[] ids) {
        IdList[] members = new IdList[partitions.limit()];
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS));
            reserve(some.length);
            Page page = new Page(some.length, rows.gather(some, some.length), null);
            partitions.find(page.columns(partitionColumns), some.length, groups);
            order.prefixes(page, prefixes);
            for (int i = 0; i < some.length; i++) {
                ranked.setPrefix(some[i], prefixes[i]);
                members[groups[i]] = members[groups[i]] == null ? new IdList() : members[groups[i]];
                members[groups[i]].add(some[i]);
            }
        }
        for (int partition : partitions.ids()) {
            if (members[partition] != null) {
                ranked.rebuild(partition, members[partition].slice(0, members[partition].size()));
            }
        }
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + ranked.bytes();
    }
}
