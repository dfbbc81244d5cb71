package io.millrace.engine.batch;

/**
 * What one statement or transaction changes in one relation.
 *
 * @param all whether all rows that are there go first
 * @param removed rows of a table that go, with all declared columns as they are stored
 * @param added rows that come, with the physical columns
 */
public record ChangedRows(boolean all, TypedPages removed, TypedPages added) {

    /** How many rows go and come, those of {@link #all} left out. */
    public long rows() {
        return removed.rows() + added.rows();
    }
}
