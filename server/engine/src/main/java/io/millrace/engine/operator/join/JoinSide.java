package io.millrace.engine.operator.join;

import io.millrace.dstream.window.Expiry;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.Versions;
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

    private int[] heads = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] groupOf = new int[0];
    private long[] partners = new long[0];
    private long[] emittedAlone = new long[0];
    private boolean[] isTouched = new boolean[0];
    private final IdList touched = new IdList();

    /** @param tracked whether partners are counted */
    JoinSide(
            RowType rowType,
            int[] keys,
            boolean appendOnly,
            boolean tracked,
            Optional<Expiry> expiry,
            ClassCompiler compiler) {
        this.rowType = rowType;
        this.keys = keys;
        this.rows = new RowBag(rowType, appendOnly, Versions.NONE, compiler);
        this.appendOnly = appendOnly;
        this.removable = !appendOnly || expiry.isPresent();
        this.tracked = tracked;
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
    int[] heads() {
        return heads;
    }

    /** The successor of each row in the list of its key. */
    int[] next() {
        return next;
    }

    void reserveGroups(int groups) {
        int before = heads.length;
        if (groups > before) {
            heads = Arrays.copyOf(heads, Math.max(groups, before * 2));
            Arrays.fill(heads, before, heads.length, NONE);
        }
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
            groupOf[added[i]] = NONE;
        }
        for (int i = 0; i < count; i++) {
            if (groupOf[ids[i]] == NONE) {
                link(ids[i], groups[chosen[i]]);
                if (tracked) {
                    partners[ids[i]] = UNKNOWN;
                }
            }
        }
    }

    private void link(int id, int group) {
        int head = heads[group];
        next[id] = head;
        heads[group] = id;
        if (!removable) {
            return;
        }
        previous[id] = NONE;
        groupOf[id] = group;
        if (head != NONE) {
            previous[head] = id;
        }
        if (expiry.isPresent()) {
            LongStore column = (LongStore) rows.store(expiry.get().column());
            times.add(id, column.isNull(id) ? Long.MIN_VALUE : column.value(id));
        }
    }

    private void track(int[] chosen, int count, int[] ids, long[] rowPartners) {
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            if (appendOnly || partners[id] == UNKNOWN) {
                partners[id] = rowPartners[chosen[i]];
                emittedAlone[id] = 0;
            }
            touch(id);
        }
    }

    private void reserveRows(int limit) {
        if (limit <= next.length) {
            return;
        }
        int capacity = Math.max(limit, Math.max(16, next.length * 2));
        next = Arrays.copyOf(next, capacity);
        if (removable) {
            previous = Arrays.copyOf(previous, capacity);
            groupOf = Arrays.copyOf(groupOf, capacity);
        }
        if (tracked) {
            partners = Arrays.copyOf(partners, capacity);
            emittedAlone = Arrays.copyOf(emittedAlone, capacity);
        }
        if (tracked || !appendOnly) {
            isTouched = Arrays.copyOf(isTouched, capacity);
        }
    }

    private void touch(int id) {
        if (!isTouched[id]) {
            isTouched[id] = true;
            touched.add(id);
        }
    }

    /** Notes that partners of a row came (or went, by a negative weight). */
    void addPartners(int id, long weight) {
        partners[id] += weight;
        touch(id);
    }

    long partners(int id) {
        return partners[id];
    }

    /** The rows whose weight or partners the batch has changed. */
    IdList touched() {
        return touched;
    }

    /** Sets the weight with which a row stands alone in the output; returns the change. */
    long emitAlone(int id, long weight) {
        long change = weight - emittedAlone[id];
        emittedAlone[id] = weight;
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
            isTouched[id] = false;
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
        for (int i = 0; i < touched.size(); i++) {
            isTouched[touched.get(i)] = false;
        }
        touched.clear();
        Arrays.fill(heads, 0, Math.min(groups, heads.length), NONE);
        rows.clear();
        times.clear();
    }

    private void remove(int id, IdList groups) {
        int group = groupOf[id];
        if (previous[id] == NONE) {
            heads[group] = next[id];
            if (next[id] == NONE) {
                groups.add(group);
            }
        } else {
            next[previous[id]] = next[id];
        }
        if (next[id] != NONE) {
            previous[next[id]] = previous[id];
        }
        rows.remove(id);
    }

    long bytes() {
        return rows.bytes()
                + times.bytes()
                + (heads.length + next.length + previous.length + groupOf.length) * 4L
                + partners.length * 16L
                + isTouched.length;
    }
}
