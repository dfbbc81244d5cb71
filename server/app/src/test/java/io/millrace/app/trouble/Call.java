package io.millrace.app.trouble;

/** A call of the server into a connector. */
public enum Call {
    OPEN_SOURCE,
    POLL,
    PARTITIONS,
    EXHAUSTED,
    PROBLEMS,
    GONE,
    OPEN_SPLIT,
    ADVANCE,
    PAGE,
    CLOSE_READER,
    CLOSE_SOURCE,
    RELEASE,
    OPEN_SINK,
    LAST_COMMITTED,
    DELIVER,
    CLOSE_SINK
}
