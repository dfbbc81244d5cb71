package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.Watermarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How far a query has come in the time of each relation that it reads. A relation that is silent follows the others, so that one
 * which nobody writes to does not stop the whole query; what comes from it afterwards may be late.
 *
 * <p>Used by the driver's thread.
 */
public final class QueryTime {

    /** How far the relations of the server have come in time, with the batch that runs counted in. */
    public interface Times {

        /** The watermark of a relation; {@code Long.MAX_VALUE} when it does not hold time back. */
        long watermark(String relation);

        /** Whether nothing has come from a relation for so long that others need not wait for it. */
        boolean isSilent(String relation);
    }

    private final List<String> names;
    private final Map<String, Long> closed = new HashMap<>();
    private final Map<String, Long> current = new HashMap<>();

    QueryTime(List<String> relations) {
        this.names = new ArrayList<>(relations);
    }

    /** The watermark of a relation before the batch that runs, as {@link DeployedQuery#begin} takes it. */
    public long closed(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** The watermarks before the batch that runs. */
    Map<String, Long> closed() {
        return Map.copyOf(closed);
    }

    /** The watermarks with the batch that runs, after {@link #advance}. */
    Map<String, Long> current() {
        Map<String, Long> reached = new HashMap<>(closed);
        reached.putAll(current);
        return reached;
    }

    /** The watermark with the batch that runs, after {@link #advance}. */
    public long current(String name) {
        return current.getOrDefault(name, closed(name));
    }

    /** Takes the watermarks of now; true when time has moved for the query since its last batch. */
    public boolean advance(Times relations) {
        long least = Long.MAX_VALUE;
        long greatest = Watermarks.NONE;
        boolean active = false;
        for (String name : names) {
            long watermark = relations.watermark(name);
            if (watermark != Long.MAX_VALUE) {
                greatest = Math.max(greatest, watermark);
                if (!relations.isSilent(name)) {
                    active = true;
                    least = Math.min(least, watermark);
                }
            }
        }
        long others = active ? least : greatest;
        boolean moved = false;
        for (String name : names) {
            long watermark = relations.watermark(name);
            long effective = relations.isSilent(name) ? Math.max(watermark, others) : watermark;
            current.put(name, Math.max(effective, closed(name)));
            moved |= current(name) != closed(name);
        }
        return moved;
    }

    /** Ends the batch. */
    public void end() {
        closed.putAll(current);
    }

    /** How far it had come with the last batch, for a checkpoint. */
    Consumer<Encoder> cut() {
        Map<String, Long> reached = new TreeMap<>(closed);
        return out -> MapCodec.put(reached, out, out::putSigned);
    }

    /** Takes over what {@link #cut} has written. */
    void restore(Decoder in) {
        reset(MapCodec.take(in, in::takeSigned));
    }

    /** Begins where a backfill has ended. */
    public void reset(Map<String, Long> watermarks) {
        closed.putAll(watermarks);
        current.putAll(watermarks);
    }
}
