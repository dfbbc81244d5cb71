package io.millrace.engine.operator;

/**
 * Why rows are late, and which windows they missed.
 *
 * @param windowStarts for each row, the start of the last window that it missed, in epoch milliseconds; null when rows missed no
 *     window or its start is not known
 * @param windowEnds likewise its end
 */
public record Lateness(Reason reason, long[] windowStarts, long[] windowEnds) {

    /** What a row came too late for. */
    public enum Reason {
        WINDOW_CLOSED("every window of the row was closed"),
        SESSION_CLOSED("the session that the row belongs to was closed"),
        GIVEN_OUT("the rows of its time were already given out, in order of time"),
        PARTNERS_FORGOTTEN("rows that it could be joined with were already forgotten"),
        PARTITION_FORGOTTEN("the rows that it competes with were already forgotten"),
        SEARCHED("the rows of its time were already searched for the pattern");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** In the user's words, for {@code <query>$late}. */
        public String text() {
            return text;
        }
    }

    /** Rows that missed no window in particular. */
    public static Lateness of(Reason reason) {
        return new Lateness(reason, null, null);
    }

    /** Rows that missed windows of one length. */
    public static Lateness ofWindows(Reason reason, long[] ends, long size) {
        long[] starts = new long[ends.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = ends[i] - size;
        }
        return new Lateness(reason, starts, ends);
    }
}
