package io.millrace.engine.driver.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those that catch up and have nothing to do before more can be seen of what they read, which waits for a source. Used by the driver's
 * thread.
 */
final class PutAside {

    private final List<Backfill> waiting = new ArrayList<>();
    private final Consumer<Backfill> goOn;

    /** @param goOn lets one do what it can, on a thread of its own */
    PutAside(Consumer<Backfill> goOn) {
        this.goOn = goOn;
    }

    void add(Backfill backfill) {
        waiting.add(backfill);
    }

    /** One was told something that it is to notice at once. */
    void wake(Backfill backfill) {
        if (waiting.remove(backfill)) {
            goOn.accept(backfill);
        }
    }

    void wakeAll() {
        List<Backfill> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(goOn);
    }
}
