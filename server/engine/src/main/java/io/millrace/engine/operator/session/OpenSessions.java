package io.millrace.engine.operator.session;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.IdPool;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;

/**
 * The open sessions of all keys, by id: intervals of time that lie more than the gap apart within a key.
 *
 * <p>A row in order of time costs a constant, one out of order the logarithm of the sessions of its key, and so does each merging.
 * There is one entry per session in the index of times, moved when it comes up and the session has gone on since.
 */
final class OpenSessions {

    static final int NONE = SessionTrees.NONE;

    private final long gap;
    private final boolean closes;
    private final IdPool ids;
    private final IntCells keyOf;
    private final LongCells firsts;
    private final LongCells lasts;
    private final StateParts state = new StateParts();
    private final SessionTrees trees;
    private final TimeIndex ends = new TimeIndex();
    /** By key: the last session in time. */
    private final IntCells latest = new IntCells(Versions.NONE, NONE);

    private final IntCells absorber = new IntCells(Versions.NONE);
    private final IdList absorbed = new IdList();
    private int size;

    /**
     * @param closes whether {@link #complete} will be asked
     * @param versions NONE where the sessions can be derived from their rows
     */
    OpenSessions(long gap, boolean closes, Versions versions) {
        this.gap = gap;
        this.closes = closes;
        this.ids = new IdPool(versions);
        this.keyOf = new IntCells(versions == Versions.NONE ? Versions.NONE : Versions.CUTS);
        this.firsts = new LongCells(versions);
        this.lasts = new LongCells(versions);
        this.trees = new SessionTrees(firsts);
        state.add("ids", ids).add("keys", keyOf).add("firsts", firsts).add("lasts", lasts);
    }

    /** Makes room for the key ids below {@code keys}. */
    void reserveKeys(int keys) {
        trees.reserveKeys(keys);
        latest.reserve(keys);
    }

    private void reserveIds(int limit) {
        keyOf.reserve(limit);
        firsts.reserve(limit);
        lasts.reserve(limit);
        absorber.reserve(limit);
        trees.reserveIds(limit);
    }

    /**
     * The session of a row, extended by it; a new one where it reaches no other. A session that the row joins to an earlier one is
     * absorbed by it.
     */
    int place(int key, long time) {
        int last = latest.get(key);
        if (last == NONE) {
            latest.set(key, add(key, time));
            return latest.get(key);
        }
        if (time < firsts.get(last)) {
            return placeBefore(key, time);
        }
        if (time > lasts.get(last)) {
            if (time - lasts.get(last) > gap) {
                last = add(key, time);
                latest.set(key, last);
            } else {
                lasts.set(last, time);
            }
        }
        return last;
    }

    private int placeBefore(int key, long time) {
        int before = trees.atOrBefore(key, time);
        if (before != NONE && time <= lasts.get(before)) {
            return before;
        }
        int behind = trees.after(key, time);
        boolean reachesBehind = firsts.get(behind) - time <= gap;
        if (before == NONE || time - lasts.get(before) > gap) {
            if (!reachesBehind) {
                return add(key, time);
            }
            firsts.set(behind, time);
            return behind;
        }
        lasts.set(before, time);
        if (reachesBehind) {
            absorb(key, before, behind);
        }
        return before;
    }

    private void absorb(int key, int into, int from) {
        lasts.set(into, lasts.get(from));
        trees.remove(key, from);
        ends.remove(from);
        if (latest.get(key) == from) {
            latest.set(key, into);
        }
        absorber.set(from, into);
        absorbed.add(from);
        size--;
    }

    private int add(int key, long time) {
        int id = ids.take();
        reserveIds(id + 1);
        keyOf.set(id, key);
        firsts.set(id, time);
        lasts.set(id, time);
        index(id, key);
        return id;
    }

    /** Adds a session to what is derived. */
    private void index(int id, int key) {
        absorber.set(id, NONE);
        trees.add(key, id);
        if (closes) {
            ends.add(id, end(id));
        }
        size++;
    }

    /** The session that holds a row which has been placed. */
    int find(int key, long time) {
        return trees.atOrBefore(key, time);
    }

    /** Takes a session away; its id is not free yet. */
    void remove(int id) {
        int key = keyOf.get(id);
        trees.remove(key, id);
        ends.remove(id);
        if (latest.get(key) == id) {
            latest.set(key, trees.isEmpty(key) ? NONE : trees.last(key));
        }
        size--;
    }

    /** Makes the id of a session that was absorbed or taken away free. */
    void release(int id) {
        ids.release(id);
    }

    /** The sessions that have been absorbed since {@link #forgetAbsorbed}, in order. */
    IdList absorbed() {
        return absorbed;
    }

    /** Releases the absorbed sessions. */
    void forgetAbsorbed() {
        for (int i = 0; i < absorbed.size(); i++) {
            release(absorbed.get(i));
        }
        absorbed.clear();
    }

    /** The session that has become of a session; the same while no other has absorbed it. */
    int survivor(int id) {
        int found = id;
        while (absorber.get(found) != NONE) {
            found = absorber.get(found);
        }
        for (int step = id; step != found; ) {
            int next = absorber.get(step);
            absorber.set(step, found);
            step = next;
        }
        return found;
    }

    /** The sessions that are complete, their end being less than the watermark. They stay; each is told once. */
    int[] complete(long watermark) {
        if (watermark == OperatorContext.NO_WATERMARK) {
            return new int[0];
        }
        int[] due = ends.expire(watermark - 1);
        int count = 0;
        for (int id : due) {
            if (end(id) < watermark) {
                due[count++] = id;
            } else {
                ends.add(id, end(id));
            }
        }
        return Arrays.copyOf(due, count);
    }

    /** The ids of all sessions. */
    int[] all() {
        int[] all = new int[size];
        int count = 0;
        for (int key = 0; key < latest.capacity(); key++) {
            for (int id = latest.get(key); id != NONE; id = trees.before(key, id)) {
                all[count++] = id;
            }
        }
        return all;
    }

    /** The least watermark at which a session is complete; {@code Long.MAX_VALUE} when none will be. Costs all sessions. */
    long nextClose() {
        long least = Long.MAX_VALUE;
        if (closes) {
            for (int id : all()) {
                least = Math.min(least, end(id) + 1);
            }
        }
        return least;
    }

    /** Why rows of these sessions are late, which had been complete before the batch. */
    Lateness missed(int[] sessions, int count) {
        long[] starts = new long[count];
        long[] windowEnds = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = first(sessions[i]);
            windowEnds[i] = end(sessions[i]);
        }
        return new Lateness(Lateness.Reason.SESSION_CLOSED, starts, windowEnds);
    }

    long first(int id) {
        return firsts.get(id);
    }

    long last(int id) {
        return lasts.get(id);
    }

    long end(int id) {
        return lasts.get(id) + gap;
    }

    int key(int id) {
        return keyOf.get(id);
    }

    boolean isWithout(int key) {
        return trees.isEmpty(key);
    }

    /** One more than the greatest id that can be in use. */
    int limit() {
        return ids.limit();
    }

    int size() {
        return size;
    }

    StateContainer state() {
        return state;
    }

    /** Forgets all sessions; only where they are derived. */
    void clear() {
        ids.clear();
        forgetIndexes();
    }

    private void forgetIndexes() {
        trees.clear();
        ends.clear();
        for (int key = 0; key < latest.capacity(); key++) {
            latest.set(key, NONE);
        }
        absorbed.clear();
        size = 0;
    }

    /** Finds the sessions of the keys below {@code keys} anew, where they are state. */
    void rebuild(int keys) {
        forgetIndexes();
        reserveKeys(keys);
        reserveIds(ids.limit());
        for (int id : ids.ids()) {
            int key = key(id);
            index(id, key);
            if (latest.get(key) == NONE || first(latest.get(key)) < first(id)) {
                latest.set(key, id);
            }
        }
    }

    long bytes() {
        return state.bytes() + trees.bytes() + ends.bytes() + latest.bytes() + absorber.bytes();
    }
}
