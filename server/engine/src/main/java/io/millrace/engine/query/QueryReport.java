package io.millrace.engine.query;

import io.millrace.dstream.query.Query;
import io.millrace.engine.run.NodeReport;
import java.util.List;
import java.util.Optional;

/**
 * A running query as SHOW QUERIES and the sys relations show it.
 *
 * @param nextClose the least watermark at which windows close or rows are given out; {@code Long.MAX_VALUE} when none waits
 * @param lateRows refused as late so far
 * @param backfilledRows read so far while it catches up
 * @param memoryBytes held for the query, its state and rows
 * @param memoryLimit that may be held
 * @param failedRows whose expressions failed so far
 */
public record QueryReport(
        String name,
        Query.Output output,
        Status status,
        Optional<String> failure,
        long rowsIn,
        long rowsOut,
        long lateRows,
        long failedRows,
        long watermark,
        long nextClose,
        long backfilledRows,
        long memoryBytes,
        long memoryLimit,
        List<NodeReport> nodes) {

    /** Whether it reads what was there before it, or has come meanwhile. */
    public boolean isCatchingUp() {
        return status == Status.BACKFILLING || status == Status.PAUSED;
    }

    /** What a query is doing. */
    public enum Status {
        BACKFILLING,
        /** Reads nothing until its sink has taken what waits for it. */
        PAUSED,
        /** Stopped by ALTER … SUSPEND. */
        SUSPENDED,
        /** A source that it needs, for what it had read before a restart, cannot be read now. */
        WAITING,
        RUNNING,
        FAILED;

        /**
         * What a query does that has not failed.
         *
         * @param full whether its target takes no more for now
         */
        static Status of(boolean waits, boolean backfilling, boolean full, boolean suspended) {
            if (waits) {
                return WAITING;
            }
            if (backfilling) {
                return full ? PAUSED : BACKFILLING;
            }
            return suspended ? SUSPENDED : RUNNING;
        }
    }
}
