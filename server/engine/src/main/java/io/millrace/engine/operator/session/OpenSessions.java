package io.millrace.engine.operator.session;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.IdPool;
import io.millrace.engine.state.TimeIndex;
import java.util.Arrays;

/**
 * The open sessions of all keys, by id: intervals of time that lie more than the gap apart within a key.
 *
 * <p>A row in order of time costs a constant, one out of order the logarithm of the sessions of its key, and so does each merging.
 * There is one entry per session in the index of times, moved when it comes up and the session has gone on since.
 *
 * <p>Not state: derived from rows, or from {@link SessionBorders}.
 */
final class OpenSessions {

    static final int NONE = SessionTrees.NONE;

    private final long gap;
    private final boolean closes;
    private final SessionTrees trees = new SessionTrees();
    private final TimeIndex ends = new TimeIndex();
    private int[] latest = new int[0];

    private long[] lasts = new long[0];
    private int[] keyOf = new int[0];
    private int[] absorber = new int[0];
    private final IdPool ids;
    private int size;
    private final IdList absorbed = new IdList();

    /**
     * @param closes whether {@link #complete} will be asked
     * @param ids gives the sessions their ids
     */
    OpenSessions(long gap, boolean closes, IdPool ids) {
        this.gap = gap;
        this.closes = closes;
        this.ids = ids;
    }

    /** Makes room for the key ids below {@code keys}. */
    void reserveKeys(int keys) {
        trees.reserveKeys(keys);
        int before = latest.length;
        if (keys > before) {
            latest = Arrays.copyOf(latest, Math.max(keys, before * 2));
            Arrays.fill(latest, before, latest.length, NONE);
        }
    }

    /**
     * The session of a row, extended by it; a new one where it reaches no other. A session that the row joins to an earlier one is
     * absorbed by it.
     */
    int place(int key, long time) {
        int last = latest[key];
        if (last == NONE) {
            latest[key] = add(key, time);
            return latest[key];
        }
        if (time < trees.first(last)) {
            return placeBefore(key, time);
        }
        if (time > lasts[last]) {
            if (time - lasts[last] > gap) {
                last = add(key, time);
                latest[key] = last;
            } else {
                lasts[last] = time;
            }
        }
        return last;
    }

    private int placeBefore(int key, long time) {
        int before = trees.atOrBefore(key, time);
        if (before != NONE && time <= lasts[before]) {
            return before;
        }
        int behind = trees.after(key, time);
        boolean reachesBehind = trees.first(behind) - time <= gap;
        if (before == NONE || time - lasts[before] > gap) {
            if (!reachesBehind) {
                return add(key, time);
            }
            trees.extend(behind, time);
            return behind;
        }
        lasts[before] = time;
        if (reachesBehind) {
            absorb(key, before, behind);
        }
        return before;
    }

    private void absorb(int key, int into, int from) {
        lasts[into] = lasts[from];
        trees.remove(key, from);
        ends.remove(from);
        if (latest[key] == from) {
            latest[key] = into;
        }
        absorber[from] = into;
        absorbed.add(from);
        size--;
    }

    private int add(int key, long time) {
        int id = ids.take();
        put(id, key, time, time);
        return id;
    }

    private void put(int id, int key, long first, long last) {
        if (id >= lasts.length) {
            int capacity = Math.max(16, id * 2);
            lasts = Arrays.copyOf(lasts, capacity);
            keyOf = Arrays.copyOf(keyOf, capacity);
            absorber = Arrays.copyOf(absorber, capacity);
            trees.reserveIds(capacity);
        }
        lasts[id] = last;
        keyOf[id] = key;
        absorber[id] = NONE;
        trees.add(key, id, first);
        if (closes) {
            ends.add(id, last + gap);
        }
        size++;
    }

    /** The session that holds a row which has been placed. */
    int find(int key, long time) {
        return trees.atOrBefore(key, time);
    }

    /** Takes a session away; its id is not free yet. */
    void remove(int id) {
        int key = keyOf[id];
        trees.remove(key, id);
        ends.remove(id);
        if (latest[key] == id) {
            latest[key] = trees.isEmpty(key) ? NONE : trees.last(key);
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
        while (absorber[found] != NONE) {
            found = absorber[found];
        }
        for (int step = id; step != found; ) {
            int next = absorber[step];
            absorber[step] = found;
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
        for (int key = 0; key < latest.length; key++) {
            for (int id = latest[key]; id != NONE; id = trees.before(key, id)) {
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
        return trees.first(id);
    }

    long last(int id) {
        return lasts[id];
    }

    long end(int id) {
        return lasts[id] + gap;
    }

    int key(int id) {
        return keyOf[id];
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

    /** Forgets all sessions; their ids are left to the owner. */
    void clear() {
        trees.clear();
        ends.clear();
        Arrays.fill(latest, NONE);
        absorbed.clear();
        size = 0;
    }

    /** Takes over a session that has its id already. */
    void restore(int id, int key, long first, long last) {
        put(id, key, first, last);
        if (latest[key] == NONE || first(latest[key]) < first) {
            latest[key] = id;
        }
    }

    long bytes() {
        return trees.bytes() + ends.bytes() + latest.length * 4L + lasts.length * 16L;
    }
}
