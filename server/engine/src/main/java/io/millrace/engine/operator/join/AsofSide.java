package io.millrace.engine.operator.join;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.operator.RowOrder;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.operator.TimedRuns;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;
import java.util.List;

/**
 * The rows that an ASOF join remembers of one input: for each key in order of time, ties in the order of the whole row.
 *
 * <p>A batch first adds all its rows ({@link #add}); then, key by key, the order is brought up to date ({@link #apply}), while rows
 * that are gone can still be read; {@link #clean} forgets them. The rows are what is stored; their order is derived.
 */
public final class AsofSide {

    private final int[] keys;
    private final int time;
    private final RowBag rows;
    private final TimedRuns runs;
    private final IdSort.Comparison groupOrder;
    private final boolean expires;
    private final TimeIndex expiring = new TimeIndex();

    private final LongCells timeOf = new LongCells(Versions.NONE);
    private final IntCells groupOf = new IntCells(Versions.NONE);
    private final ByteCells isPlaced = new ByteCells(Versions.NONE);
    private final ByteCells isTouched = new ByteCells(Versions.NONE);
    private final IdList touched = new IdList();
    private final IntCells rowsOf = new IntCells(Versions.NONE);
    private final IdList entering = new IdList();
    private long changedFrom;
    private long changedTo;

    /** @param expires whether rows are ever forgotten */
    AsofSide(
            RowType rowType,
            List<Integer> keys,
            int time,
            boolean appendOnly,
            boolean expires,
            ClassCompiler compiler) {
        this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
        this.time = time;
        this.rows = new RowBag(rowType, appendOnly, Versions.BATCHES, compiler);
        RowOrder order = new RowOrder(List.of(), rows, rowType.size());
        this.runs = new TimedRuns(order::compare);
        this.groupOrder = (left, right) -> {
            int groups = Integer.compare(groupOf.get(left), groupOf.get(right));
            int times = groups != 0 ? groups : Long.compare(timeOf.get(left), timeOf.get(right));
            return times != 0 ? times : order.compare(left, right);
        };
        this.expires = expires;
    }

    int[] keys() {
        return keys;
    }

    int time() {
        return time;
    }

    RowBag rows() {
        return rows;
    }

    TimedRuns runs() {
        return runs;
    }

    int group(int id) {
        return groupOf.get(id);
    }

    long time(int id) {
        return timeOf.get(id);
    }

    void reserveGroups(int groups) {
        runs.reserveGroups(groups);
        rowsOf.reserve(groups);
    }

    /** Adds a page whose times are not null. */
    void add(Page page, int[] groups) {
        int count = page.size();
        int[] ids = rows.add(page, Rows.all(count), count);
        reserveRows(rows.limit());
        Column times = page.column(time);
        for (int row = 0; row < count; row++) {
            int id = ids[row];
            if (!isTouched.is(id)) {
                isTouched.set(id, true);
                touched.add(id);
            }
            timeOf.set(id, Rows.time(times, row));
            groupOf.set(id, groups[row]);
        }
        int[] added = rows.added();
        int addedCount = rows.addedCount(count);
        for (int i = 0; i < addedCount; i++) {
            admit(added[i]);
        }
    }

    private void admit(int id) {
        rowsOf.add(groupOf.get(id), 1);
        if (expires) {
            expiring.add(id, timeOf.get(id));
        }
    }

    private void reserveRows(int limit) {
        timeOf.reserve(limit);
        groupOf.reserve(limit);
        isPlaced.reserve(limit);
        isTouched.reserve(limit);
    }

    /** The rows that the batch has changed; in the order of their groups after {@link #sortTouched}. */
    IdList touched() {
        return touched;
    }

    void sortTouched() {
        IdSort.sort(touched.ids(), touched.size(), groupOrder);
    }

    /** The group of a touched row, by its number among the touched ones; greater than any group behind the last. */
    int touchedGroup(int number) {
        return number < touched.size() ? groupOf.get(touched.get(number)) : Integer.MAX_VALUE;
    }

    /** The number behind the last touched row of a group, beginning at the group's first. */
    int touchedEnd(int number, int group) {
        int end = number;
        while (touchedGroup(end) == group) {
            end++;
        }
        return end;
    }

    /** Brings the order of a group up to date for its touched rows; tells whether any came or went. */
    boolean apply(int group, int from, int to) {
        entering.clear();
        changedFrom = Long.MAX_VALUE;
        changedTo = Long.MIN_VALUE;
        for (int number = from; number < to; number++) {
            int id = touched.get(number);
            boolean present = rows.weight(id) > 0;
            if (present == isPlaced.is(id)) {
                continue;
            }
            isPlaced.set(id, present);
            changedFrom = Math.min(changedFrom, timeOf.get(id));
            changedTo = Math.max(changedTo, timeOf.get(id));
            if (present) {
                entering.add(id);
            } else {
                runs.remove(group, id, timeOf.get(id));
            }
        }
        if (entering.size() > 0) {
            runs.merge(group, entering.ids(), timeOf, entering.size());
        }
        return changedFrom <= changedTo;
    }

    /** The least time that came or went in the last {@link #apply}. */
    long changedFrom() {
        return changedFrom;
    }

    /** The greatest time that came or went in the last {@link #apply}. */
    long changedTo() {
        return changedTo;
    }

    /** Ends the changes of the batch: rows without weight are forgotten; their groups go to {@code groups}. */
    void clean(IdList groups) {
        for (int i = 0; i < touched.size(); i++) {
            int id = touched.get(i);
            isTouched.set(id, false);
            if (rows.weight(id) == 0) {
                expiring.remove(id);
                forget(id, groups);
            }
        }
        touched.clear();
    }

    /** The least watermark at which a row expires, {@code Long.MAX_VALUE} when none does. */
    long nextExpiry(long delay) {
        return JoinSide.reached(expiring.next(), delay);
    }

    /** The rows whose time is at most {@code bound}, each given once. */
    int[] expire(long bound) {
        return expiring.expire(bound);
    }

    /** Forgets the rows of a group before a position. */
    void cut(int group, int position, IdList groups) {
        for (int at = runs.start(group); at < position; at++) {
            int id = runs.id(group, at);
            expiring.remove(id);
            forget(id, groups);
        }
        runs.cut(group, position);
    }

    /** Forgets those of the expired rows that are not in the order, because their weight is not positive. */
    void forgetAbsent(int[] expired, IdList groups) {
        for (int id : expired) {
            if (!isPlaced.is(id)) {
                forget(id, groups);
            }
        }
    }

    /** Lets go of what an empty group holds. */
    void release(int group) {
        runs.cut(group, runs.end(group));
    }

    private void forget(int id, IdList groups) {
        isPlaced.set(id, false);
        rows.remove(id);
        int group = groupOf.get(id);
        rowsOf.add(group, -1);
        if (rowsOf.get(group) == 0) {
            groups.add(group);
        }
    }

    boolean isEmpty(int group) {
        return rowsOf.get(group) == 0;
    }

    /** Orders the rows anew, once the table of keys is there again. */
    void rebuild(KeyTable table) {
        forgetOrder();
        reserveGroups(table.limit());
        reserveRows(rows.limit());
        int[] ids = rows.ids();
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            admit(table, Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS)));
        }
        IdSort.sort(ids, ids.length, groupOrder);
        int next = 0;
        while (next < ids.length) {
            int group = groupOf.get(ids[next]);
            entering.clear();
            for (; next < ids.length && groupOf.get(ids[next]) == group; next++) {
                if (rows.weight(ids[next]) > 0) {
                    isPlaced.set(ids[next], true);
                    entering.add(ids[next]);
                }
            }
            runs.merge(group, entering.ids(), timeOf, entering.size());
        }
    }

    private void forgetOrder() {
        touched.clear();
        expiring.clear();
        runs.clear();
        for (int group = 0; group < rowsOf.capacity(); group++) {
            rowsOf.set(group, 0);
        }
        for (int id = 0; id < isPlaced.capacity(); id++) {
            isPlaced.set(id, false);
            isTouched.set(id, false);
        }
    }

    private void admit(KeyTable table, int[] ids) {
        Column[] columns = new Column[keys.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.gather(keys[i], ids, ids.length);
        }
        int[] groups = new int[ids.length];
        table.find(columns, ids.length, groups);
        Column times = rows.gather(time, ids, ids.length);
        for (int i = 0; i < ids.length; i++) {
            groupOf.set(ids[i], groups[i]);
            timeOf.set(ids[i], Rows.time(times, i));
            admit(ids[i]);
        }
    }

    long bytes() {
        return rows.bytes()
                + runs.bytes()
                + expiring.bytes()
                + timeOf.bytes()
                + groupOf.bytes()
                + isPlaced.bytes()
                + isTouched.bytes()
                + rowsOf.bytes();
    }
}
