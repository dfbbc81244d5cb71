package io.millrace.engine.input;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.traffic.Traffic;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far an input was read, and what came of it. Immutable.
 *
 * @param starts where the first split of each partition began
 * @param offsets where each partition was read up to
 * @param reported up to where the records of each partition were counted and the bad ones shown
 * @param extents about how much each partition has given, in bytes or rows
 * @param rows taken
 * @param rejected records that could not be used
 * @param exhausted whether there will never be more
 */
record Progress(
        Map<String, Offset> starts,
        Map<String, Offset> offsets,
        Map<String, Offset> reported,
        Map<String, Long> extents,
        long rows,
        long rejected,
        boolean exhausted) {

    static final Progress START = new Progress(Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, false);

    Progress advance(List<Split> splits) {
        Map<String, Offset> newStarts = new LinkedHashMap<>(starts);
        Map<String, Offset> newOffsets = new LinkedHashMap<>(offsets);
        Map<String, Long> newExtents = new LinkedHashMap<>(extents);
        for (Split split : splits) {
            newStarts.putIfAbsent(split.partition(), split.start());
            newOffsets.merge(split.partition(), split.end(), Offset::max);
            newExtents.merge(split.partition(), split.extent(), Long::sum);
        }
        return new Progress(
                Collections.unmodifiableMap(newStarts),
                Collections.unmodifiableMap(newOffsets),
                reported,
                Collections.unmodifiableMap(newExtents),
                rows,
                rejected,
                exhausted);
    }

    /** The same when only these splits were read. */
    Progress upTo(List<Split> read) {
        Progress then = START.advance(read);
        boolean ended = exhausted && then.offsets.equals(offsets);
        return new Progress(then.starts, then.offsets, reported, then.extents, rows, rejected, ended);
    }

    /** Whether no record of a split was counted; of one that is {@linkplain #cut cut} there all records were counted or none. */
    boolean isFirst(Split split) {
        Offset before = reported.get(split.partition());
        return before == null || split.start().compareTo(before) >= 0;
    }

    /** The same splits, those of which some records were counted cut in two there. */
    List<Split> cut(List<Split> splits) {
        return splits.stream().flatMap(this::cut).toList();
    }

    private Stream<Split> cut(Split split) {
        Offset before = reported.get(split.partition());
        boolean within = before != null && split.start().compareTo(before) < 0 && before.compareTo(split.end()) < 0;
        return within
                ? Stream.of(split.until(before), new Split(split.partition(), before, split.end(), split.extent()))
                : Stream.of(split);
    }

    /** With the records of a split counted. */
    Progress reported(Split split) {
        Map<String, Offset> all = new LinkedHashMap<>(reported);
        all.merge(split.partition(), split.end(), Offset::max);
        return new Progress(starts, offsets, Collections.unmodifiableMap(all), extents, rows, rejected, exhausted);
    }

    Progress count(long newRows, long newRejected) {
        return new Progress(starts, offsets, reported, extents, rows + newRows, rejected + newRejected, exhausted);
    }

    Progress ended() {
        return new Progress(starts, offsets, reported, extents, rows, rejected, true);
    }

    /** Everything that was read, cut at what was counted. */
    List<Split> splits() {
        List<Split> splits = new ArrayList<>();
        offsets.forEach((partition, end) ->
                splits.add(new Split(partition, starts.get(partition), end, extents.get(partition))));
        return cut(splits);
    }

    /** Tells what has come in since another state. */
    void tell(Progress before, Traffic traffic) {
        if (before != this) {
            traffic.took(rows - before.rows, extent() - before.extent());
        }
    }

    /** About how much was read of all partitions. */
    private long extent() {
        long sum = 0;
        for (long extent : extents.values()) {
            sum += extent;
        }
        return sum;
    }

    void put(Encoder out) {
        for (Map<String, Offset> places : List.of(starts, offsets, reported)) {
            MapCodec.put(places, out, offset -> out.putBlock(offset.bytes()));
        }
        MapCodec.put(extents, out, out::putSigned);
        out.putCount(rows);
        out.putCount(rejected);
        out.putBoolean(exhausted);
    }

    static Progress take(Decoder in) {
        return new Progress(
                takeOffsets(in),
                takeOffsets(in),
                takeOffsets(in),
                MapCodec.take(in, in::takeSigned),
                in.takeCount(),
                in.takeCount(),
                in.takeBoolean());
    }

    private static Map<String, Offset> takeOffsets(Decoder in) {
        return MapCodec.take(in, () -> Offset.ofBytes(in.takeBlock()));
    }
}
