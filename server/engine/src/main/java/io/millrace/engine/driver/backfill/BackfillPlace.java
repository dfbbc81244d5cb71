package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.spi.connector.Offset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a backfill is in each relation. Immutable.
 *
 * @param scanned up to where streams were read that can be read again
 * @param sequences the numbers of the next rows of kept streams
 * @param batches up to which these were read
 * @param closed the watermarks before the next piece
 */
record BackfillPlace(
        Map<String, Map<String, Offset>> scanned,
        Map<String, Long> sequences,
        Map<String, Long> batches,
        Map<String, Long> closed) {

    public BackfillPlace {
        Map<String, Map<String, Offset>> offsets = new TreeMap<>();
        scanned.forEach((name, places) -> offsets.put(name, new TreeMap<>(places)));
        scanned = offsets;
        sequences = new TreeMap<>(sequences);
        batches = new TreeMap<>(batches);
        closed = new TreeMap<>(closed);
    }

    public void put(Encoder out) {
        MapCodec.put(scanned, out, places -> MapCodec.put(places, out, offset -> out.putBlock(offset.bytes())));
        MapCodec.put(sequences, out, out::putSigned);
        MapCodec.put(batches, out, out::putSigned);
        MapCodec.put(closed, out, out::putSigned);
    }

    public static BackfillPlace take(Decoder in) {
        return new BackfillPlace(
                MapCodec.take(in, () -> new HashMap<>(MapCodec.take(in, () -> Offset.ofBytes(in.takeBlock())))),
                MapCodec.take(in, in::takeSigned),
                MapCodec.take(in, in::takeSigned),
                MapCodec.take(in, in::takeSigned));
    }
}
