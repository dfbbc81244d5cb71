package io.millrace.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a query has come in the time of each relation that it reads. A relation that is silent follows the others, so that one
 * which nobody writes to does not stop the whole query; what comes from it afterwards may be late.
 *
 * <p>Used by the driver's thread.
 */
final class QueryTime {

    private final List<String> names;
    private final Map<String, Long> closed = new HashMap<>();
    private final Map<String, Long> current = new HashMap<>();

    QueryTime(List<String> relations) {
        this.names = new ArrayList<>(relations);
    }

    /** The watermark of a relation before the batch that runs, as {@link DeployedQuery#begin} takes it. */
    long closed(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** The watermark with the batch that runs, after {@link #advance}. */
    long current(String name) {
        return current.getOrDefault(name, closed(name));
    }

    /** Takes the watermarks of now; true when time has moved for the query since its last batch. */
    boolean advance(Relations relations) {
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
    void end() {
        closed.putAll(current);
    }

    /** Begins where a backfill has ended. */
    void reset(Map<String, Long> watermarks) {
        closed.putAll(watermarks);
        current.putAll(watermarks);
    }
}
