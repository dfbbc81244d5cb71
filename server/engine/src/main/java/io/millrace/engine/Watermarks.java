package io.millrace.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The watermark of one input: the least over its partitions, where silent partitions stop counting. Never retreats.
 *
 * <p>Used by the driver's thread.
 */
final class Watermarks {

    static final long NONE = Long.MIN_VALUE;

    private static final class Partition {
        private long watermark = NONE;
        private long lastNanos;
    }

    private final long idleNanos;
    private final Map<String, Partition> partitions = new HashMap<>();
    private long current = NONE;

    Watermarks(Duration idleTimeout) {
        this.idleNanos = idleTimeout.toNanos();
    }

    /** A partition had rows, whose greatest watermark expression is given. */
    void observe(String name, long watermark, long nowNanos) {
        Partition partition = partitions.computeIfAbsent(name, unused -> new Partition());
        partition.watermark = Math.max(partition.watermark, watermark);
        partition.lastNanos = nowNanos;
    }

    /** Recomputes the watermark; true when it moved. */
    boolean advance(long nowNanos) {
        long least = Long.MAX_VALUE;
        long greatest = NONE;
        boolean active = false;
        for (Partition partition : partitions.values()) {
            greatest = Math.max(greatest, partition.watermark);
            if (nowNanos - partition.lastNanos <= idleNanos) {
                active = true;
                least = Math.min(least, partition.watermark);
            }
        }
        return moveTo(active ? least : greatest);
    }

    /** The input has ended: nothing holds time back any more. */
    boolean end() {
        return moveTo(Long.MAX_VALUE);
    }

    private boolean moveTo(long watermark) {
        if (watermark <= current) {
            return false;
        }
        current = watermark;
        return true;
    }

    long current() {
        return current;
    }

    /** When the next partition falls silent that holds the others back; {@code Long.MAX_VALUE} when none does. */
    long nextIdle(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Partition partition : partitions.values()) {
            long left = idleNanos - (nowNanos - partition.lastNanos);
            if (left >= 0 && partition.watermark == current) {
                next = Math.min(next, left + 1);
            }
        }
        return next;
    }

    /** Takes over what another tracker of the same input has seen. */
    void merge(Watermarks other) {
        other.partitions.forEach((name, seen) -> observe(name, seen.watermark, seen.lastNanos));
        moveTo(other.current);
    }
}
