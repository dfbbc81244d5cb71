package io.millrace.engine.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Optional;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last line of defence: when a collection leaves the heap nearly full although the budgets see no need, the greediest query or
 * statement fails.
 */
public final class HeapWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeapWatch.class);
    private static final double NEARLY_FULL = 0.9;

    private static final long NANOS_BETWEEN_LOG_LINES = 60_000_000_000L;

    private final ServerMemory memory;
    private final NotificationListener listener;
    private long lastLogged = System.nanoTime() - NANOS_BETWEEN_LOG_LINES;

    private HeapWatch(ServerMemory memory) {
        this.memory = memory;
        this.listener = (notification, handback) -> {
            if (notification.getType().equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED)) {
                relieve();
            }
        };
    }

    /** Begins to watch. */
    public static HeapWatch over(ServerMemory memory) {
        HeapWatch watch = new HeapWatch(memory);
        oldGeneration().ifPresent(pool -> {
            pool.setCollectionUsageThreshold((long) (pool.getUsage().getMax() * NEARLY_FULL));
            emitter().addNotificationListener(watch.listener, null, null);
        });
        return watch;
    }

    /** The pool that objects end up in which live long. */
    private static Optional<MemoryPoolMXBean> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP
                        && pool.isCollectionUsageThresholdSupported()
                        && pool.getUsage().getMax() > 0)
                .max(Comparator.comparing((MemoryPoolMXBean pool) ->
                                pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                        .thenComparingLong(pool -> pool.getUsage().getMax()));
    }

    private static NotificationEmitter emitter() {
        return (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    }

    private void relieve() {
        Optional<Long> given = memory.relieve();
        long now = System.nanoTime();
        if (given.isEmpty() && now - lastLogged < NANOS_BETWEEN_LOG_LINES) {
            return;
        }
        lastLogged = now;
        log.warn(
                "the heap is nearly full after a collection; {}",
                given.isPresent()
                        ? "the greediest query or statement fails, which holds " + Bytes.text(given.get())
                        : "no query or statement holds enough to be of help");
    }

    @Override
    public void close() {
        try {
            emitter().removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
            log.debug("the heap was not watched", e);
        }
    }
}
