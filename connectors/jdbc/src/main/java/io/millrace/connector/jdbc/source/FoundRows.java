package io.millrace.connector.jdbc.source;

import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found for keys lately, also that nothing was: the newest keys, each for some time. Thread-safe.
 *
 * <p>Rows are kept as they came, in pages that they share with those found together with them.
 */
final class FoundRows {

    /** A row of a page. */
    record Row(Page page, int row) {}

    private record Entry(List<Row> rows, long nanos) {}

    private final long most;
    private final long nanosToLive;
    private final LinkedHashMap<List<Object>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /**
     * Keeps nothing yet.
     *
     * @param most how many rows and keys without rows
     * @param nanosToLive after which the database is asked again; 0 to keep nothing
     */
    FoundRows(long most, long nanosToLive) {
        this.most = most;
        this.nanosToLive = nanosToLive;
    }

    /** Those of the keys that are known. */
    synchronized Map<List<Object>, List<Row>> known(Iterable<List<Object>> keys, long now) {
        Map<List<Object>, List<Row>> known = new HashMap<>();
        for (List<Object> key : keys) {
            Entry entry = entries.get(key);
            if (entry != null && now - entry.nanos() < nanosToLive) {
                known.put(key, entry.rows());
            }
        }
        return known;
    }

    /** Keeps what was found at a time. */
    synchronized void keep(Map<List<Object>, List<Row>> found, long now) {
        if (nanosToLive == 0) {
            return;
        }
        found.forEach((key, rows) -> {
            Entry before = entries.put(key, new Entry(List.copyOf(rows), now));
            held += size(rows) - (before == null ? 0 : size(before.rows()));
        });
        List<List<Object>> oldest = new ArrayList<>();
        for (Map.Entry<List<Object>, Entry> entry : entries.entrySet()) {
            if (held <= most) {
                break;
            }
            held -= size(entry.getValue().rows());
            oldest.add(entry.getKey());
        }
        oldest.forEach(entries::remove);
    }

    private static long size(List<Row> rows) {
        return Math.max(1, rows.size());
    }

    synchronized void clear() {
        entries.clear();
        held = 0;
    }

    synchronized long held() {
        return held;
    }
}
