package io.millrace.engine.time;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.spi.connector.PartitionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The watermark of one input: the least over its partitions, of which those that are silent or have ended do not count. When none
 * counts, it is that of the partition that is furthest ahead. Never retreats.
 *
 * <p>Used by the driver's thread.
 */
public final class Watermarks {

    public static final long NONE = Long.MIN_VALUE;

    private static final class Partition {
        private long watermark = NONE;
        private long lastNanos;
        private boolean ended;
        /** Has rows that were not read yet, whatever the time. */
        private boolean unread;
        /** Has rows that the server received and no batch has taken yet. */
        private boolean waiting;

        private Partition copy() {
            Partition copy = new Partition();
            copy.watermark = watermark;
            copy.lastNanos = lastNanos;
            copy.ended = ended;
            copy.unread = unread;
            copy.waiting = waiting;
            return copy;
        }

        void put(Encoder out) {
            out.putSigned(watermark);
            out.putSigned(lastNanos);
            out.putBoolean(ended);
            out.putBoolean(unread);
            out.putBoolean(waiting);
        }

        static Partition take(Decoder in) {
            Partition partition = new Partition();
            partition.watermark = in.takeSigned();
            partition.lastNanos = in.takeSigned();
            partition.ended = in.takeBoolean();
            partition.unread = in.takeBoolean();
            partition.waiting = in.takeBoolean();
            return partition;
        }

        boolean counts(long nowNanos, long idleNanos) {
            return unread || waiting || (watermark != NONE && !ended && !isIdle(nowNanos, idleNanos));
        }

        boolean isIdle(long nowNanos, long idleNanos) {
            return idleNanos > 0 && nowNanos - lastNanos > idleNanos;
        }
    }

    private final long idleNanos;
    private final Map<String, Partition> partitions = new HashMap<>();
    /** The partitions as they were when the batch began, of those that it changed; null for new ones. */
    private final Map<String, Partition> before = new HashMap<>();

    private long current = NONE;
    private boolean silent = true;
    private boolean over;
    private long committed = NONE;
    private boolean committedOver;
    /** Whether the source has not told yet which partitions it has. */
    private boolean unsure;

    /** @param idleTimeout after which a silent partition does not count; zero means never */
    public Watermarks(Duration idleTimeout) {
        this.idleNanos = idleTimeout.toNanos();
    }

    /** A partition had rows, whose greatest watermark expression is given. */
    public void observe(String name, long watermark, long nowNanos) {
        Partition partition = changed(name);
        partition.watermark = Math.max(partition.watermark, watermark);
        partition.lastNanos = nowNanos;
        partition.ended = false;
    }

    /** A partition will have no more rows, or none until further ones come. */
    public void ended(String name) {
        if (partitions.containsKey(name)) {
            changed(name).ended = true;
        }
    }

    /** What the source says about its partitions. */
    public void note(Map<String, PartitionState> states) {
        unsure = false;
        states.forEach((name, state) -> {
            Partition partition = changed(name);
            partition.unread = state == PartitionState.PENDING;
            partition.ended = state == PartitionState.ENDED;
        });
    }

    /** The partitions whose rows wait for the next batch. */
    public void waiting(Set<String> names) {
        for (String name : List.copyOf(partitions.keySet())) {
            if (partitions.get(name).waiting != names.contains(name)) {
                changed(name).waiting = names.contains(name);
            }
        }
        names.stream().filter(name -> !partitions.containsKey(name)).forEach(name -> changed(name).waiting = true);
    }

    /** A partition that is about to change, as the running batch sees it. */
    private Partition changed(String name) {
        Partition partition = partitions.get(name);
        if (!before.containsKey(name)) {
            before.put(name, partition == null ? null : partition.copy());
        }
        if (partition == null) {
            partition = new Partition();
            partitions.put(name, partition);
        }
        return partition;
    }

    /** The batch is committed: its rows count. */
    public void commit() {
        before.clear();
        committed = current;
        committedOver = over;
    }

    /** The watermark of the last commit. */
    public long committed() {
        return committed;
    }

    /** Whether something has changed since the last commit. */
    public boolean moved() {
        return committed != current || committedOver != over || !before.isEmpty();
    }

    /** Goes back to what was committed last; the watermark was not shown to anybody since. */
    public void abort() {
        before.forEach((name, partition) -> {
            if (partition == null) {
                partitions.remove(name);
            } else {
                partitions.put(name, partition);
            }
        });
        before.clear();
        current = committed;
        over = committedOver;
    }

    /** Recomputes the watermark; true when it moved. */
    public boolean advance(long nowNanos) {
        long least = Long.MAX_VALUE;
        long greatest = NONE;
        boolean active = false;
        for (Partition partition : partitions.values()) {
            greatest = Math.max(greatest, partition.watermark);
            if (partition.counts(nowNanos, idleNanos)) {
                active = true;
                least = Math.min(least, partition.watermark);
            }
        }
        if (unsure) {
            return false;
        }
        silent = !active;
        return moveTo(active ? least : greatest);
    }

    /** The input has ended: nothing holds time back any more. */
    public boolean end() {
        over = true;
        return moveTo(Long.MAX_VALUE);
    }

    /**
     * Stands as it stood when the batch that runs was run first.
     *
     * @param asksSource whether it stands so until the source has told how its partitions are
     */
    public void stand(long watermark, boolean isSilent, boolean asksSource) {
        current = watermark;
        silent = isSilent;
        over |= watermark == Long.MAX_VALUE;
        unsure = asksSource;
    }

    private boolean moveTo(long watermark) {
        if (watermark <= current) {
            return false;
        }
        current = watermark;
        return true;
    }

    public long current() {
        return current;
    }

    /** When the next partition falls silent, in nanoseconds from now; {@code Long.MAX_VALUE} when none does. */
    public long nextIdle(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Partition partition : partitions.values()) {
            long left = idleNanos - (nowNanos - partition.lastNanos);
            if (idleNanos > 0 && left >= 0 && !partition.ended && partition.watermark != NONE) {
                next = Math.min(next, left + 1);
            }
        }
        return next;
    }

    /** Whether rows have come, but none of the partitions counts now: others need not wait for this input. */
    public boolean isSilent() {
        return silent && current != NONE;
    }

    /** Takes over what another tracker of the same input has seen. */
    public void merge(Watermarks other) {
        other.partitions.forEach((name, seen) -> {
            Partition partition = changed(name);
            partition.watermark = Math.max(partition.watermark, seen.watermark);
            partition.lastNanos =
                    partition.lastNanos == 0 ? seen.lastNanos : Math.max(partition.lastNanos, seen.lastNanos);
            partition.ended = seen.ended;
            partition.unread = seen.unread;
        });
        moveTo(other.current);
    }

    /** The partitions as they are now, to be read by any thread. */
    public Snapshot snapshot() {
        Map<String, Partition> copies = new TreeMap<>();
        partitions.forEach((name, partition) -> copies.put(name, partition.copy()));
        return new Snapshot(copies, idleNanos, current, over);
    }

    /** What was committed last, for a checkpoint. */
    public Consumer<Encoder> cut() {
        Map<String, Partition> copies = new TreeMap<>();
        partitions.forEach((name, partition) -> copies.put(name, partition.copy()));
        before.forEach((name, partition) -> {
            copies.remove(name);
            if (partition != null) {
                copies.put(name, partition.copy());
            }
        });
        long watermark = committed;
        boolean ended = committedOver;
        boolean noneCounts = silent;
        return out -> {
            MapCodec.put(copies, out, partition -> partition.put(out));
            out.putSigned(watermark);
            out.putBoolean(ended);
            out.putBoolean(noneCounts);
        };
    }

    /** Takes over what {@link #cut} has written; the clock must have been put back before. */
    public void restore(Decoder in) {
        partitions.clear();
        before.clear();
        partitions.putAll(MapCodec.take(in, () -> Partition.take(in)));
        current = in.takeSigned();
        over = in.takeBoolean();
        silent = in.takeBoolean();
        commit();
    }

    /** The watermark of an input at one batch. Immutable. */
    public static final class Snapshot {

        private final Map<String, Partition> partitions;
        private final long idleNanos;
        private final long current;
        private final boolean over;

        private Snapshot(Map<String, Partition> partitions, long idleNanos, long current, boolean over) {
            this.partitions = partitions;
            this.idleNanos = idleNanos;
            this.current = current;
            this.over = over;
        }

        public long current() {
            return current;
        }

        /** The partitions by name. */
        public List<PartitionReport> report(long nowNanos) {
            List<PartitionReport> reports = new ArrayList<>();
            partitions.forEach((name, partition) -> reports.add(report(name, partition, nowNanos)));
            return reports;
        }

        private PartitionReport report(String name, Partition partition, long nowNanos) {
            PartitionReport.Status status = PartitionReport.Status.ACTIVE;
            if (over || partition.ended) {
                status = PartitionReport.Status.ENDED;
            } else if (partition.unread || partition.waiting) {
                status = partition.watermark == NONE ? PartitionReport.Status.UNREAD : PartitionReport.Status.ACTIVE;
            } else if (partition.watermark == NONE || partition.isIdle(nowNanos, idleNanos)) {
                status = PartitionReport.Status.IDLE;
            }
            long silentMillis = partition.watermark == NONE ? -1 : (nowNanos - partition.lastNanos) / 1_000_000;
            return new PartitionReport(name, partition.watermark, status, silentMillis);
        }
    }
}
