package io.millrace.engine.operator.join;

import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;

/**
 * What an ASOF join that corrects itself has emitted of each left row: with which right row, and with which weight.
 *
 * <p>Between batches that is what the rows say anyway, so it is scratch space.
 */
final class AsofMatches {

    private final AsofOutput changes;
    private final IntCells matchOf = new IntCells(Versions.NONE, AsofOutput.NO_MATCH);
    private final LongCells emittedOf = new LongCells(Versions.NONE);

    AsofMatches(AsofOutput changes) {
        this.changes = changes;
    }

    void reserve(int limit) {
        matchOf.reserve(limit);
        emittedOf.reserve(limit);
    }

    /** The right row that a left row was emitted with last. */
    int match(int id) {
        return matchOf.get(id);
    }

    /** Emits the difference between what a left row is now and what was emitted of it. */
    void settle(int id, int match, long weight, Output output) {
        int oldMatch = matchOf.get(id);
        long oldWeight = emittedOf.get(id);
        if (match == oldMatch) {
            changes.add(id, match, weight - oldWeight, output);
        } else {
            changes.add(id, oldMatch, -oldWeight, output);
            changes.add(id, match, weight, output);
        }
        set(id, match, weight);
    }

    /** Notes what was emitted of a left row. */
    void set(int id, int match, long weight) {
        matchOf.set(id, match);
        emittedOf.set(id, weight);
    }

    void forget(int id) {
        set(id, AsofOutput.NO_MATCH, 0);
    }

    void clear() {
        for (int id = 0; id < matchOf.capacity(); id++) {
            forget(id);
        }
    }

    long bytes() {
        return matchOf.bytes() + emittedOf.bytes();
    }
}
