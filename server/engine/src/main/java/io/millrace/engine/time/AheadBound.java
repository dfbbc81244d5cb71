package io.millrace.engine.time;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * How far the rows of an input may push its watermark: the clock at the time when they came, and a while more. A row that is further
 * ahead is refused, so that one wrong clock does not close everybody's windows.
 *
 * <p>A source that can be read again is judged by the clock of the first reading: the limits are kept by position, but only where
 * rows were refused or nobody has looked yet. Changed by the driver's thread; the limits it hands out do not change.
 */
public final class AheadBound {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** The limits of one partition by the first position that each holds for. */
    public record Limits(NavigableMap<Long, Long> byPosition, long least) {

        public static final Limits NONE = of(NO_LIMIT);

        public static Limits of(long limit) {
            return new Limits(new TreeMap<>(Map.of(Long.MIN_VALUE, limit)), limit);
        }

        public static Limits of(NavigableMap<Long, Long> byPosition) {
            long least = NO_LIMIT;
            for (long limit : byPosition.values()) {
                least = Math.min(least, limit);
            }
            return new Limits(new TreeMap<>(byPosition), least);
        }

        public long at(long position) {
            Map.Entry<Long, Long> entry = byPosition.floorEntry(position);
            return entry == null ? NO_LIMIT : entry.getValue();
        }
    }

    private final Optional<Duration> most;
    private final ToLongFunction<Offset> position;
    private final Map<String, NavigableMap<Long, Long>> kept = new HashMap<>();

    /**
     * @param most how far ahead of the clock; empty for no bound
     * @param position of the first row at an offset
     */
    public AheadBound(Optional<Duration> most, ToLongFunction<Offset> position) {
        this.most = most;
        this.position = position;
    }

    /** @param most how far ahead of the clock; empty for no bound */
    public AheadBound(Optional<Duration> most) {
        this(most, Offset::asLong);
    }

    /** The limit for rows that come now. */
    public Limits now(long timestamp) {
        return most.map(duration -> Limits.of(timestamp + duration.toMillis())).orElse(Limits.NONE);
    }

    /** Splits are read, or at least passed, for the first time. */
    public void begin(List<Split> splits, long timestamp) {
        if (most.isEmpty()) {
            return;
        }
        for (Split split : splits) {
            NavigableMap<Long, Long> limits = limitsOf(split.partition());
            limits.put(start(split), timestamp + most.get().toMillis());
            limits.put(end(split), NO_LIMIT);
        }
    }

    private NavigableMap<Long, Long> limitsOf(String partition) {
        return kept.computeIfAbsent(partition, unused -> new TreeMap<>());
    }

    /** Splits were read for the first time, and no row of them was refused. */
    public void passed(List<Split> splits) {
        for (Split split : splits) {
            NavigableMap<Long, Long> limits = limitsOf(split.partition());
            limits.subMap(start(split), true, end(split), false).clear();
            Map.Entry<Long, Long> before = limits.lowerEntry(start(split));
            if (before != null && before.getValue() != NO_LIMIT) {
                limits.put(start(split), NO_LIMIT);
            }
            limits.remove(end(split), NO_LIMIT);
        }
    }

    private long start(Split split) {
        return position.applyAsLong(split.start());
    }

    private long end(Split split) {
        return position.applyAsLong(split.end());
    }

    public Limits limits(String partition) {
        NavigableMap<Long, Long> limits = kept.get(partition);
        return limits == null || limits.isEmpty() ? Limits.NONE : Limits.of(limits);
    }

    /** The limits of the partitions of some splits. */
    public Map<String, Limits> limits(List<Split> splits) {
        Map<String, Limits> found = new HashMap<>();
        splits.forEach(split -> found.put(split.partition(), limits(split.partition())));
        return found;
    }

    /** The limits that are kept, for a checkpoint. */
    public Consumer<Encoder> cut() {
        Map<String, NavigableMap<Long, Long>> copies = new TreeMap<>();
        kept.forEach((partition, limits) -> {
            if (!limits.isEmpty()) {
                copies.put(partition, new TreeMap<>(limits));
            }
        });
        return out -> MapCodec.put(copies, out, limits -> {
            out.putCount(limits.size());
            limits.forEach((first, limit) -> {
                out.putSigned(first);
                out.putSigned(limit);
            });
        });
    }

    /** Takes over what {@link #cut} has written. */
    public void restore(Decoder in) {
        kept.clear();
        kept.putAll(MapCodec.take(in, () -> {
            NavigableMap<Long, Long> limits = new TreeMap<>();
            for (int left = in.takeLength(); left > 0; left--) {
                limits.put(in.takeSigned(), in.takeSigned());
            }
            return limits;
        }));
    }

    Optional<Duration> most() {
        return most;
    }
}
