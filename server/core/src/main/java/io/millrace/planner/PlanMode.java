package io.millrace.planner;

/** What a query is planned for: decides whether it may change rows it has given out, and when windows are given out. */
public enum PlanMode {
    /** A SELECT that reads one batch and ends. */
    RESULT,
    /** A SELECT STREAM whose rows are only ever added; windows arrive when they close. */
    SUBSCRIPTION,
    /** A SELECT STREAM … EMIT CHANGES. */
    SUBSCRIPTION_CHANGES,
    /** A materialized view that is up to date at every batch. */
    VIEW,
    /** A materialized view that shows windows once they are closed. */
    VIEW_ON_WINDOW_CLOSE,
    /** A derived stream: rows are only ever added; windows arrive when they close. */
    STREAM,
    /** A sink that takes rows that are only ever added; windows arrive when they close. */
    SINK,
    /** A sink that takes changes. */
    SINK_CHANGES;

    /** Whether the query goes on from batch to batch. */
    public boolean continuous() {
        return this != RESULT;
    }

    /** Whether it is read by the one who has asked for it, and ends with that. */
    public boolean isSubscription() {
        return this == SUBSCRIPTION || this == SUBSCRIPTION_CHANGES;
    }

    /** Whether rows, once given out, must stay. */
    public boolean appendOnly() {
        return this == SUBSCRIPTION || this == STREAM || this == SINK;
    }

    /** Whether results per window are held back until the window closes. */
    public boolean closesWindows() {
        return appendOnly() || this == VIEW_ON_WINDOW_CLOSE;
    }
}
