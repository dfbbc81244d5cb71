package io.millrace.engine.operator.join;

import io.millrace.dstream.window.Expiry;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows that a join remembers of one input, in a list per key.
 *
 * <p>When the join must know which rows have no partner, each row also carries the total weight of its partners and the weight with
 * which it was last emitted alone.
 */
public final class JoinSide {

    static final int NONE = -1;

    private static final int[] NO_ROWS = new int[0];

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final RowType rowType;
    private final int[] keys;
    private final RowBag rows;
    private final boolean appendOnly;
    private final boolean removable;
    private final boolean tracked;
    private final Optional<Expiry> expiry;
    private final TimeIndex times = new TimeIndex();

    private final IntCells heads = new IntCells(Versions.NONE, NONE);
    private final IntCells next = new IntCells(Versions.NONE);
    private final IntCells previous = new IntCells(Versions.NONE);
    private final IntCells groupOf = new IntCells(Versions.NONE);
    private final LongCells partners;
    private final LongCells emittedAlone;
    private final ByteCells isTouched = new ByteCells(Versions.NONE);
    private final IdList touched = new IdList();
    /** Rows that stand behind another one in the list of their key. */
    private int chained;

    private final StateParts state = new StateParts();

    /** @param tracked whether partners are counted */
    JoinSide(
            RowType rowType,
            int[] keys,
            boolean appendOnly,
            boolean tracked,
            Optional<Expiry> expiry,
            Versions versions,
            ClassCompiler compiler) {
        this.rowType = rowType;
        this.keys = keys;
        this.rows = new RowBag(rowType, appendOnly, versions, compiler);
        this.appendOnly = appendOnly;
        this.removable = !appendOnly || expiry.isPresent();
        this.tracked = tracked;
        this.partners = new LongCells(versions);
        this.emittedAlone = new LongCells(versions);
        state.add("rows", rows).add("partners", partners).add("alone", emittedAlone);
        this.expiry = expiry;
    }

    RowType rowType() {
        return rowType;
    }

    int[] keys() {
        return keys;
    }

    RowBag rows() {
        return rows;
    }

    boolean tracked() {
        return tracked;
    }

    /** The list heads by key group, {@link #NONE} where there is none. */
    IntCells heads() {
        return heads;
    }

    /** The successor of each row in the list of its key. */
    IntCells next() {
        return next;
    }

    /** Whether any key has more than one row. */
    boolean isChained() {
        return chained > 0;
    }

    void reserveGroups(int groups) {
        heads.reserve(groups);
    }

    /**
     * Adds rows of a page.
     *
     * @param groups key group of each row of the page
     * @param rowPartners total weight of the partners of each row of the page, when tracked
     */
    void add(Page page, int[] chosen, int count, int[] groups, long[] rowPartners) {
        int[] ids = rows.add(page, chosen, count);
        reserveRows(rows.limit());
        if (appendOnly) {
            for (int i = 0; i < count; i++) {
                link(ids[i], groups[chosen[i]]);
            }
        } else {
            linkAdded(chosen, count, groups, ids);
        }
        if (tracked) {
            track(chosen, count, ids, rowPartners);
        } else if (!appendOnly) {
            for (int i = 0; i < count; i++) {
                touch(ids[i]);
            }
        }
    }

    private void linkAdded(int[] chosen, int count, int[] groups, int[] ids) {
        int[] added = rows.added();
        int addedCount = rows.addedCount(count);
        for (int i = 0; i < addedCount; i++) {
            groupOf.set(added[i], NONE);
        }
        for (int i = 0; i < count; i++) {
            if (groupOf.get(ids[i]) == NONE) {
                link(ids[i], groups[chosen[i]]);
                if (tracked) {
                    partners.set(ids[i], UNKNOWN);
                }
            }
        }
    }

    private void link(int id, int group) {
        int head = heads.get(group);
        next.set(id, head);
        heads.set(group, id);
        chained += head == NONE ? 0 : 1;
        if (!removable) {
            return;
        }
        previous.set(id, NONE);
        groupOf.set(id, group);
        if (head != NONE) {
            previous.set(head, id);
        }
        if (expiry.isPresent()) {
            LongStore column = (LongStore) rows.store(expiry.get().column());
            times.add(id, column.isNull(id) ? Long.MIN_VALUE : column.value(id));
        }
    }

    private void track(int[] chosen, int count, int[] ids, long[] rowPartners) {
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (appendOnly || partners.get(id) == UNKNOWN) {
                partners.set(id, rowPartners[chosen[i]]);
                emittedAlone.set(id, 0);
            }
            touch(id);
        }
    }

    private void reserveRows(int limit) {
        next.reserve(limit);
        if (removable) {
            previous.reserve(limit);
            groupOf.reserve(limit);
        }
        if (tracked) {
            partners.reserve(limit);
            emittedAlone.reserve(limit);
        }
        if (tracked || !appendOnly) {
            isTouched.reserve(limit);
        }
    }

    private void touch(int id) {
        if (!isTouched.is(id)) {
            isTouched.set(id, true);
            touched.add(id);
        }
    }

    /** Notes that partners of a row came (or went, by a negative weight). */
    void addPartners(int id, long weight) {
        partners.add(id, weight);
        touch(id);
    }

    long partners(int id) {
        return partners.get(id);
    }

    /** The rows whose weight or partners the batch has changed. */
    IdList touched() {
        return touched;
    }

    /** Sets the weight with which a row stands alone in the output; returns the change. */
    long emitAlone(int id, long weight) {
        long change = weight - emittedAlone.get(id);
        if (change != 0) {
            emittedAlone.set(id, weight);
        }
        return change;
    }

    /** The rows that have expired, to be forgotten by {@link #clean}; each is given once. */
    int[] expired(long watermark) {
        return expiry.isPresent() && watermark != OperatorContext.NO_WATERMARK
                ? times.expire(expiry.get().bound(watermark))
                : NO_ROWS;
    }

    /** Ends the batch: forgets rows that are gone and those that have expired; their key groups go to {@code groups}. */
    void clean(int[] expired, IdList groups) {
        for (int i = 0; i < touched.size(); i++) {
            int id = touched.get(i);
            isTouched.set(id, false);
            if (rows.weight(id) == 0 && (expiry.isEmpty() || times.contains(id))) {
                times.remove(id);
                remove(id, groups);
            }
        }
        touched.clear();
        for (int id : expired) {
            remove(id, groups);
        }
    }

    /** The least watermark at which a row expires, {@code Long.MAX_VALUE} when none does. */
    long nextExpiry() {
        return expiry.isPresent() ? reached(times.next(), expiry.get().delay()) : Long.MAX_VALUE;
    }

    /** The least watermark that is greater than a time plus a delay. */
    static long reached(long time, long delay) {
        return time == Long.MAX_VALUE || time == Long.MIN_VALUE ? time : time + delay + 1;
    }

    /** Whether nothing is left of the rows once the batch has ended. */
    boolean expiresWhole(long watermark) {
        return rows.size() == 0
                || (expiry.isPresent()
                        && watermark != OperatorContext.NO_WATERMARK
                        && times.greatest() <= expiry.get().bound(watermark));
    }

    /** Forgets all rows at once, as when each of them had expired. */
    void clear(int groups) {
        forgetLinks(groups);
        rows.clear();
    }

    private void forgetLinks(int groups) {
        for (int i = 0; i < touched.size(); i++) {
            isTouched.set(touched.get(i), false);
        }
        touched.clear();
        chained = 0;
        for (int group = 0; group < Math.min(groups, heads.capacity()); group++) {
            heads.set(group, NONE);
        }
        times.clear();
    }

    StateContainer state() {
        return state;
    }

    /** Links the rows anew, once the table of keys is there again. */
    void rebuild(KeyTable table) {
        forgetLinks(heads.capacity());
        reserveGroups(table.limit());
        reserveRows(rows.limit());
        int[] ids = rows.ids();
        int[] groups = new int[Math.min(ids.length, Page.MAX_ROWS)];
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS));
            Column[] columns = new Column[keys.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = rows.gather(keys[i], some, some.length);
            }
            table.find(columns, some.length, groups);
            for (int i = 0; i < some.length; i++) {
                link(some[i], groups[i]);
            }
        }
    }

    private void remove(int id, IdList groups) {
        int group = groupOf.get(id);
        int before = previous.get(id);
        int behind = next.get(id);
        if (before != NONE || behind != NONE) {
            chained--;
        }
        if (before == NONE) {
            heads.set(group, behind);
            if (behind == NONE) {
                groups.add(group);
            }
        } else {
            next.set(before, behind);
        }
        if (behind != NONE) {
            previous.set(behind, before);
        }
        rows.remove(id);
    }

    long bytes() {
        return state.bytes()
                + times.bytes()
                + heads.bytes()
                + next.bytes()
                + previous.bytes()
                + groupOf.bytes()
                + isTouched.bytes();
    }
}
