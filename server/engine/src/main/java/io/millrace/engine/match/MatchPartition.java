package io.millrace.engine.match;

/** What is kept of one partition: rows that are still needed, where the search stands, and the attempt that waits for rows. */
public final class MatchPartition {

    private static final int NOWHERE = -1;

    private final RowQueue rows = new RowQueue();
    private MatchAttempt attempt;
    private long firstPlace;
    private int next;
    private int reached = NOWHERE;
    private int examined;
    private int unreleased;
    private long matches;
    private boolean touched;

    /** Begins a queue that is put together anew with the row of that place. */
    public void begin(long place) {
        firstPlace = place;
    }

    /** Takes over where the search stood; the queue is there, unless it is empty. */
    public void resume(long nextPlace, long matchCount) {
        if (rows.size() == 0) {
            firstPlace = nextPlace;
        }
        next = (int) (nextPlace - firstPlace);
        matches = matchCount;
    }

    /** Where a row of the queue is in the order of all rows that the partition has ever had. */
    public long place(int row) {
        return firstPlace + row;
    }

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

    /** Notes that an attempt from the next row had come to this row, but is not there any more. */
    public void interrupt(int row) {
        reached = row;
    }

    /** Whether an attempt is to be made again, as far as it had come. */
    public boolean isInterrupted() {
        return reached != NOWHERE;
    }

    /** How far the attempt had come that is to be made again; from now on it is not. */
    public int takeUp() {
        int row = reached;
        reached = NOWHERE;
        return row;
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
        firstPlace += count;
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
