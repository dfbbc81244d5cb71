package io.millrace.engine.operator.session;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.state.IdPool;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;

/**
 * Open sessions as state: their keys and borders by id, written down when a batch ends. In between {@link OpenSessions} knows them,
 * in arrays that cost less per row.
 */
final class SessionBorders {

    private final IdPool ids = new IdPool(Versions.BATCHES);
    private final IntCells keys = new IntCells(Versions.CUTS);
    private final LongCells firsts = new LongCells(Versions.BATCHES);
    private final LongCells lasts = new LongCells(Versions.BATCHES);
    private final StateParts state = new StateParts();
    private final IdList changed = new IdList();
    /** By session, the batch that has changed it last. */
    private int[] stamps = new int[0];

    private int batch = 1;

    SessionBorders() {
        state.add("ids", ids).add("keys", keys).add("firsts", firsts).add("lasts", lasts);
    }

    /** The ids of all sessions. */
    IdPool ids() {
        return ids;
    }

    /** Notes that sessions have got rows. */
    void note(int[] sessions, int count) {
        if (ids.limit() > stamps.length) {
            stamps = Arrays.copyOf(stamps, Math.max(ids.limit(), stamps.length * 2));
        }
        for (int i = 0; i < count; i++) {
            int session = sessions[i];
            if (stamps[session] != batch) {
                stamps[session] = batch;
                changed.add(session);
            }
        }
    }

    /** Writes down the sessions that have changed and are still open. */
    void save(OpenSessions sessions) {
        keys.reserve(ids.limit());
        firsts.reserve(ids.limit());
        lasts.reserve(ids.limit());
        for (int i = 0; i < changed.size(); i++) {
            int session = changed.get(i);
            if (ids.isLive(session)) {
                set(session, sessions);
            }
        }
        forgetBatch();
    }

    private void set(int session, OpenSessions sessions) {
        if (keys.get(session) != sessions.key(session)) {
            keys.set(session, sessions.key(session));
        }
        if (firsts.get(session) != sessions.first(session)) {
            firsts.set(session, sessions.first(session));
        }
        lasts.set(session, sessions.last(session));
    }

    private void forgetBatch() {
        changed.clear();
        batch++;
    }

    StateContainer state() {
        return state;
    }

    /** Forgets the batch, and hands over all sessions as they were before it. */
    void rebuild(OpenSessions sessions) {
        forgetBatch();
        sessions.clear();
        for (int id : ids.ids()) {
            sessions.restore(id, keys.get(id), firsts.get(id), lasts.get(id));
        }
    }

    long bytes() {
        return state.bytes() + stamps.length * 4L;
    }
}
