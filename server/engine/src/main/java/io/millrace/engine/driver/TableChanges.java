package io.millrace.engine.driver;

import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The changes of tables and views that a backfill has yet to take: noted by the driver's thread, taken by the backfill's. */
final class TableChanges {

    private final Map<String, List<Page>> waiting = new HashMap<>();

    /** Changes of this relation are wanted from now on. */
    synchronized void add(String name) {
        waiting.put(name, new ArrayList<>());
    }

    synchronized void note(Map<String, List<Page>> deltas) {
        waiting.forEach((name, pages) -> pages.addAll(deltas.getOrDefault(name, List.of())));
    }

    synchronized boolean isEmpty() {
        return waiting.values().stream().allMatch(List::isEmpty);
    }

    synchronized List<Page> take(String name) {
        List<Page> taken = waiting.get(name);
        waiting.put(name, new ArrayList<>());
        return taken;
    }
}
