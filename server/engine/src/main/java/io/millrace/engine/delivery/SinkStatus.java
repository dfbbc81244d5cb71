package io.millrace.engine.delivery;

/** What a sink is doing. */
public enum SinkStatus {
    /** Delivers, or has nothing to deliver. */
    RUNNING,
    /** The last attempt failed; another one follows by itself. */
    RETRYING,
    /** The outside system has not answered an attempt for a long time. */
    STALLED,
    /** Stopped by ALTER SINK … SUSPEND. */
    SUSPENDED,
    /** Stopped by an error that trying again does not heal. */
    FAILED
}
