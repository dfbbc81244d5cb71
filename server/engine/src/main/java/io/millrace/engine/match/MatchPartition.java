package io.millrace.engine.match;

/** What is kept of one partition: rows that are still needed, where the search stands, and the attempt that waits for rows. */
public final class MatchPartition {

    private final RowQueue rows = new RowQueue();
    private MatchAttempt attempt;
    private int next;
    private int examined;
    private int unreleased;
    private long matches;
    private boolean touched;

    public RowQueue rows() {
        return rows;
    }

    /** The attempt under way, or that last made; {@code null} when there is none. */
    public MatchAttempt attempt() {
        return attempt;
    }

    public void attempt(MatchAttempt newAttempt) {
        attempt = newAttempt;
    }

    /** Begins an attempt at the next row. */
    public void begin() {
        attempt.begin(next);
        attempt.trimMarks();
    }

    /** The row at which the next match can begin, or the attempt under way begins. */
    public int next() {
        return next;
    }

    public void next(int row) {
        next = row;
    }

    /** Rows whose conditions have been evaluated, but for those that depend on the match. */
    public int examined() {
        return examined;
    }

    public void examined(int count) {
        examined = count;
    }

    /** Drops the rows that no match can reach any more. */
    public void drop(int count) {
        rows.drop(count);
        next -= count;
        examined -= count;
        if (attempt != null) {
            attempt.dropped(count);
        }
    }

    /** Counts rows that wait for the watermark. */
    public void unreleased(int change) {
        unreleased += change;
    }

    /** Whether nothing is known of the partition but what its next rows will bring. */
    public boolean isEmpty() {
        return unreleased == 0 && rows.size() == 0;
    }

    public long matches() {
        return matches;
    }

    public void countMatch() {
        matches++;
    }

    /** Marks the partition as one to be searched; false when it is marked already. */
    public boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    public void untouch() {
        touched = false;
    }

    public long bytes() {
        return 64 + rows.bytes() + (attempt == null ? 0 : attempt.bytes());
    }
}
