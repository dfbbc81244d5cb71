package io.millrace.planner.graph;

/**
 * What is known about a column of times: rows with that time are not changed any more once the watermark has passed it.
 *
 * @param size length of the window in milliseconds, for {@link Kind#WINDOW_START}; else 0
 */
record TimeFact(Kind kind, long size) {

    /** How the column tells time. */
    enum Kind {
        /** The time itself. */
        EVENT_TIME,
        /** The start of a window: rows change until the watermark has passed start + size. */
        WINDOW_START,
        /** The end of a window. */
        WINDOW_END,
        /** The last millisecond of a window. */
        WINDOW_TIME
    }

    static final TimeFact EVENT_TIME = new TimeFact(Kind.EVENT_TIME, 0);
    static final TimeFact WINDOW_END = new TimeFact(Kind.WINDOW_END, 0);
    static final TimeFact WINDOW_TIME = new TimeFact(Kind.WINDOW_TIME, 0);

    static TimeFact windowStart(long size) {
        return new TimeFact(Kind.WINDOW_START, size);
    }

    /** Whether the column identifies a window. */
    boolean ofWindow() {
        return kind != Kind.EVENT_TIME;
    }

    /** Milliseconds from the column's value to the end of the window. */
    long toWindowEnd() {
        return switch (kind) {
            case WINDOW_START -> size;
            case WINDOW_TIME -> 1;
            case WINDOW_END, EVENT_TIME -> 0;
        };
    }
}
