package io.millrace.engine.operator.session;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.state.LongStore;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Which rows are in which session: the rows of each session are a linked list over arrays, so that joining two sessions costs a
 * constant. A session that loses rows is put together anew, when the batch ends. All of it can be derived from the rows.
 */
final class SessionMembers {

    static final int NONE = OpenSessions.NONE;

    private final OpenSessions sessions;
    private int[] heads = new int[0];
    private int[] tails = new int[0];
    private boolean[] isChanged = new boolean[0];
    private int[] next = new int[0];
    private int[] keyOf = new int[0];
    private boolean[] isPlaced = new boolean[0];
    private final IdList changed = new IdList();
    private final IdList broken = new IdList();
    private final IdList dissolved = new IdList();

    SessionMembers(OpenSessions sessions) {
        this.sessions = sessions;
    }

    OpenSessions sessions() {
        return sessions;
    }

    void reserve(int keys, int rows) {
        sessions.reserveKeys(keys);
        if (rows > next.length) {
            int capacity = Math.max(rows, next.length * 2);
            next = Arrays.copyOf(next, capacity);
            keyOf = Arrays.copyOf(keyOf, capacity);
            isPlaced = Arrays.copyOf(isPlaced, capacity);
        }
    }

    void setKey(int row, int key) {
        keyOf[row] = key;
    }

    int key(int row) {
        return keyOf[row];
    }

    boolean isPlaced(int row) {
        return isPlaced[row];
    }

    /** Adds a row to the session that it reaches, or to a new one. */
    void place(int row, long time) {
        int session = sessions.place(keyOf[row], time);
        reserveSessions(sessions.limit());
        isPlaced[row] = true;
        next[row] = NONE;
        append(session, row, row);
        noteChange(session);
    }

    private void reserveSessions(int limit) {
        int before = heads.length;
        if (limit > before) {
            heads = Arrays.copyOf(heads, Math.max(limit, before * 2));
            tails = Arrays.copyOf(tails, heads.length);
            isChanged = Arrays.copyOf(isChanged, heads.length);
            Arrays.fill(heads, before, heads.length, NONE);
        }
    }

    private void append(int session, int first, int last) {
        if (heads[session] == NONE) {
            heads[session] = first;
        } else {
            next[tails[session]] = first;
        }
        tails[session] = last;
    }

    private void noteChange(int session) {
        if (!isChanged[session]) {
            isChanged[session] = true;
            changed.add(session);
        }
    }

    /** Takes a row out of its session, which is put together anew by {@link #settle}. */
    void takeOut(int row, long time) {
        isPlaced[row] = false;
        broken.add(sessions.find(keyOf[row], time));
    }

    /**
     * Joins the rows of sessions that have been joined, and puts those together anew that have lost rows.
     *
     * @param times by row
     */
    void settle(LongStore times) {
        for (int i = 0; i < sessions.absorbed().size(); i++) {
            int absorbed = sessions.absorbed().get(i);
            int survivor = sessions.survivor(absorbed);
            append(survivor, heads[absorbed], tails[absorbed]);
            heads[absorbed] = NONE;
            noteChange(survivor);
        }
        IdList left = new IdList();
        for (int i = 0; i < broken.size(); i++) {
            int session = sessions.survivor(broken.get(i));
            if (heads[session] != NONE) {
                dissolve(session, left);
            }
        }
        broken.clear();
        IdSort.sort(left.ids(), left.size(), (one, other) -> Long.compare(times.value(one), times.value(other)));
        for (int i = 0; i < left.size(); i++) {
            place(left.get(i), times.value(left.get(i)));
        }
    }

    private void dissolve(int session, IdList left) {
        for (int row = heads[session]; row != NONE; row = next[row]) {
            if (isPlaced[row]) {
                left.add(row);
            }
        }
        heads[session] = NONE;
        sessions.remove(session);
        dissolved.add(session);
    }

    /** The sessions that may have changed in this batch; those without rows are no more. */
    IdList changed() {
        return changed;
    }

    /** The session of a row. */
    int find(int row, long time) {
        return sessions.find(keyOf[row], time);
    }

    /** The first row of a session, {@link #NONE} when it has none. */
    int first(int session) {
        return heads[session];
    }

    /** The row after a row of the same session; {@link #NONE} after the last. */
    int after(int row) {
        return next[row];
    }

    /** Forgets a session and lets its rows go. */
    void close(int session) {
        for (int row = heads[session]; row != NONE; row = next[row]) {
            isPlaced[row] = false;
        }
        heads[session] = NONE;
        sessions.remove(session);
        dissolved.add(session);
    }

    /** Makes the ids of sessions free that are no more, and hands each to {@code gone}. */
    void endBatch(IntConsumer gone) {
        for (int i = 0; i < sessions.absorbed().size(); i++) {
            gone.accept(sessions.absorbed().get(i));
        }
        sessions.forgetAbsorbed();
        for (int i = 0; i < dissolved.size(); i++) {
            gone.accept(dissolved.get(i));
            sessions.release(dissolved.get(i));
        }
        for (int i = 0; i < changed.size(); i++) {
            isChanged[changed.get(i)] = false;
        }
        dissolved.clear();
        changed.clear();
    }

    /** Takes all rows out of all sessions, which are no more. */
    void clear() {
        sessions.clear();
        Arrays.fill(heads, NONE);
        Arrays.fill(isChanged, false);
        Arrays.fill(isPlaced, false);
        changed.clear();
        broken.clear();
        dissolved.clear();
    }

    long bytes() {
        return sessions.bytes() + heads.length * 9L + next.length * 9L;
    }
}
