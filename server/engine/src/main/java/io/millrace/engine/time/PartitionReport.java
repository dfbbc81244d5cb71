package io.millrace.engine.time;

/**
 * A source partition as {@code sys.watermarks} and EXPLAIN WATERMARK show it.
 *
 * @param name of the partition; empty for rows that come by INSERT
 * @param watermark epoch milliseconds, {@code Long.MIN_VALUE} when there is none yet
 * @param silentMillis since its last rows, −1 when it had none
 */
public record PartitionReport(String name, long watermark, Status status, long silentMillis) {

    /** Whether a partition holds time back. */
    public enum Status {
        /** Its rows tell the time. */
        ACTIVE,
        /** It has been silent for the idle time-out, and others need not wait for it. */
        IDLE,
        /** It will have no more rows. */
        ENDED,
        /** It has rows that were not read yet, and others wait for them. */
        UNREAD
    }

    /** Whether the watermark of the stream waits for this partition. */
    public boolean counts() {
        return status == Status.ACTIVE || status == Status.UNREAD;
    }
}
