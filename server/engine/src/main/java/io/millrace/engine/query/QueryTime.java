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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    /** The names that the graph of the query has for relations which have others until they take the place of what is called so. */
    private final Map<String, String> inGraph = new ConcurrentHashMap<>();

    private final Map<String, Long> closed = new HashMap<>();
    private final Map<String, Long> current = new HashMap<>();

    QueryTime(List<String> relations) {
        this.names = new ArrayList<>(relations);
    }

    /** A relation that is read has another name from now on; the first name that it had is that of the graph. */
    void rename(String name, String other) {
        String first = Optional.ofNullable(inGraph.remove(name)).orElse(name);
        if (!first.equals(other)) {
            inGraph.put(other, first);
        }
        names.replaceAll(each -> each.equals(name) ? other : each);
        rename(closed, name, other);
        rename(current, name, other);
    }

    private static void rename(Map<String, Long> times, String name, String other) {
        Optional.ofNullable(times.remove(name)).ifPresent(time -> times.put(other, time));
    }

    /** Times of relations by the names that the graph has for them. */
    Map<String, Long> inGraph(Map<String, Long> times) {
        if (inGraph.isEmpty()) {
            return times;
        }
        Map<String, Long> named = new HashMap<>();
        times.forEach((name, time) -> named.put(inGraph(name), time));
        return named;
    }

    /** The name that the graph has for a relation. */
    String inGraph(String name) {
        return inGraph.getOrDefault(name, name);
    }

    /** The watermark of a relation before the batch that runs, as {@link DeployedQuery#begin} takes it. */
    public long closed(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** The watermarks before the batch that runs, as the graph names relations. */
    Map<String, Long> closed() {
        return inGraph(Map.copyOf(closed));
    }

    /** The watermarks with the batch that runs, after {@link #advance}; as the graph names relations. */
    Map<String, Long> current() {
        Map<String, Long> reached = new HashMap<>(closed);
        reached.putAll(current);
        return inGraph(reached);
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
