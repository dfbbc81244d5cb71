package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.spi.connector.Split;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a query that catches up beside the batches reads next: all that decides what that is, so that it can be read once more. Of tables
 * and views it takes what has changed by then.
 *
 * @param batch the newest when it was planned, whose relations it reads
 * @param timestamp what time it was
 * @param splits of sources, by relation
 * @param sequences up to which kept streams are read, by relation
 * @param batches up to which these are read, where it is known how time came with them
 */
public record PiecePlan(
        long batch,
        long timestamp,
        SortedMap<String, List<Split>> splits,
        SortedMap<String, Long> sequences,
        SortedMap<String, Long> batches) {

    /** The maps may have any order. */
    public PiecePlan(
            long batch,
            long timestamp,
            Map<String, List<Split>> splits,
            Map<String, Long> sequences,
            Map<String, Long> batches) {
        this(batch, timestamp, BatchPlan.sorted(splits), BatchPlan.sorted(sequences), BatchPlan.sorted(batches));
    }

    public PiecePlan {
        splits = BatchPlan.sorted(splits);
        sequences = BatchPlan.sorted(sequences);
        batches = BatchPlan.sorted(batches);
    }

    public void put(Encoder out) {
        out.putCount(batch);
        out.putSigned(timestamp);
        MapCodec.put(splits, out, read -> SplitCodec.put(read, out));
        MapCodec.put(sequences, out, out::putSigned);
        MapCodec.put(batches, out, out::putSigned);
    }

    public static PiecePlan take(Decoder in) {
        return new PiecePlan(
                in.takeCount(),
                in.takeSigned(),
                MapCodec.take(in, () -> SplitCodec.take(in)),
                MapCodec.take(in, in::takeSigned),
                MapCodec.take(in, in::takeSigned));
    }
}
