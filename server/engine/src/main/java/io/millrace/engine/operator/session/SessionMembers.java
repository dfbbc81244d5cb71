package io.millrace.engine.operator.session;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.Versions;
import java.util.function.IntConsumer;

/**
 * Which rows are in which session: the rows of each session are a linked list over cells, so that joining two sessions costs a
 * constant. A session that loses rows is put together anew, when the batch ends. All of it can be derived from the rows.
 */
final class SessionMembers {

    static final int NONE = OpenSessions.NONE;

    private final OpenSessions sessions;
    private final IntCells heads = new IntCells(Versions.NONE, NONE);
    private final IntCells tails = new IntCells(Versions.NONE);
    private final ByteCells isChanged = new ByteCells(Versions.NONE);
    private final IntCells next = new IntCells(Versions.NONE);
    private final IntCells keyOf = new IntCells(Versions.NONE);
    private final ByteCells isPlaced = new ByteCells(Versions.NONE);
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
        next.reserve(rows);
        keyOf.reserve(rows);
        isPlaced.reserve(rows);
    }

    void setKey(int row, int key) {
        keyOf.set(row, key);
    }

    int key(int row) {
        return keyOf.get(row);
    }

    boolean isPlaced(int row) {
        return isPlaced.is(row);
    }

    /** Adds a row to the session that it reaches, or to a new one. */
    void place(int row, long time) {
        int session = sessions.place(keyOf.get(row), time);
        reserveSessions(sessions.limit());
        isPlaced.set(row, true);
        next.set(row, NONE);
        append(session, row, row);
        noteChange(session);
    }

    private void reserveSessions(int limit) {
        heads.reserve(limit);
        tails.reserve(limit);
        isChanged.reserve(limit);
    }

    private void append(int session, int first, int last) {
        if (heads.get(session) == NONE) {
            heads.set(session, first);
        } else {
            next.set(tails.get(session), first);
        }
        tails.set(session, last);
    }

    private void noteChange(int session) {
        if (!isChanged.is(session)) {
            isChanged.set(session, true);
            changed.add(session);
        }
    }

    /** Takes a row out of its session, which is put together anew by {@link #settle}. */
    void takeOut(int row, long time) {
        isPlaced.set(row, false);
        broken.add(sessions.find(keyOf.get(row), time));
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
            append(survivor, heads.get(absorbed), tails.get(absorbed));
            heads.set(absorbed, NONE);
            noteChange(survivor);
        }
        IdList left = new IdList();
        for (int i = 0; i < broken.size(); i++) {
            int session = sessions.survivor(broken.get(i));
            if (heads.get(session) != NONE) {
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
        for (int row = heads.get(session); row != NONE; row = next.get(row)) {
            if (isPlaced.is(row)) {
                left.add(row);
            }
        }
        heads.set(session, NONE);
        sessions.remove(session);
        dissolved.add(session);
    }

    /** The sessions that may have changed in this batch; those without rows are no more. */
    IdList changed() {
        return changed;
    }

    /** The session of a row. */
    int find(int row, long time) {
        return sessions.find(keyOf.get(row), time);
    }

    /** The first row of a session, {@link #NONE} when it has none. */
    int first(int session) {
        return heads.get(session);
    }

    /** The row after a row of the same session; {@link #NONE} after the last. */
    int after(int row) {
        return next.get(row);
    }

    /** Forgets a session and lets its rows go. */
    void close(int session) {
        for (int row = heads.get(session); row != NONE; row = next.get(row)) {
            isPlaced.set(row, false);
        }
        heads.set(session, NONE);
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
            isChanged.set(changed.get(i), false);
        }
        dissolved.clear();
        changed.clear();
    }

    /** Takes all rows out of all sessions, which are no more. */
    void clear() {
        sessions.clear();
        for (int session = 0; session < heads.capacity(); session++) {
            heads.set(session, NONE);
            isChanged.set(session, false);
        }
        for (int row = 0; row < isPlaced.capacity(); row++) {
            isPlaced.set(row, false);
        }
        changed.clear();
        broken.clear();
        dissolved.clear();
    }

    long bytes() {
        return sessions.bytes()
                + heads.bytes()
                + tails.bytes()
                + isChanged.bytes()
                + next.bytes()
                + keyOf.bytes()
                + isPlaced.bytes();
    }
}
