package io.millrace.engine.input;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a source had to read beyond some offsets, and how it stands once that is read.
 *
 * @param offsets where each partition was read up to
 * @param splits what can be read next; empty when there is nothing new
 * @param states of the partitions after the splits; those that are left out count as open
 * @param exhausted whether there will never be more after the splits
 */
public record Discovery(
        Map<String, Offset> offsets, List<Split> splits, Map<String, PartitionState> states, boolean exhausted) {

    /** The offsets after some splits. */
    static Map<String, Offset> after(Map<String, Offset> offsets, List<Split> splits) {
        Map<String, Offset> after = new HashMap<>(offsets);
        splits.forEach(split -> after.merge(split.partition(), split.end(), Offset::max));
        return after;
    }
}
