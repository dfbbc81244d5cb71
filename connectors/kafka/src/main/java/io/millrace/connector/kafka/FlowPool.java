package io.millrace.connector.kafka;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Flows that nobody reads from at present, for the next ranges of their partitions. Those that are not used for a while are closed. Thread-safe. */
final class FlowPool {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<Map<String, Object>> properties;
    private final List<RecordFlow> idle = new ArrayList<>();
    private Thread closer;
    private boolean closed;

    FlowPool(Supplier<Map<String, Object>> properties) {
        this.properties = properties;
    }

    /** A flow that gives the records of a partition from an offset on. */
    RecordFlow take(TopicPartition partition, KafkaOffset start) {
        RecordFlow flow = find(partition, start.count());
        RecordFlow taken = flow == null ? new RecordFlow(partition, RecordFlow.properties(properties.get())) : flow;
        boolean ready = false;
        try {
            taken.begin(start);
            ready = true;
        } finally {
            if (!ready) {
                taken.close();
            }
        }
        return taken;
    }

    private synchronized RecordFlow find(TopicPartition partition, long start) {
        RecordFlow found = null;
        for (RecordFlow flow : idle) {
            if (flow.partition().equals(partition) && (found == null || flow.next() == start)) {
                found = flow;
            }
        }
        idle.remove(found);
        return found;
    }

    /** Takes a flow back that has not failed. */
    void give(RecordFlow flow) {
        synchronized (this) {
            if (!closed) {
                idle.add(flow);
                if (closer == null) {
                    closer = new Thread(this::closeIdle, "kafka-idle-consumers");
                    closer.setDaemon(true);
                    closer.start();
                }
                return;
            }
        }
        flow.close();
    }

    private void closeIdle() {
        boolean more = true;
        while (more) {
            try {
                TimeUnit.SECONDS.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
            List<RecordFlow> old;
            synchronized (this) {
                old = takeOld();
                more = !idle.isEmpty();
                if (!more) {
                    closer = null;
                }
            }
            old.forEach(RecordFlow::close);
        }
    }

    private List<RecordFlow> takeOld() {
        List<RecordFlow> old = new ArrayList<>();
        for (Iterator<RecordFlow> flows = idle.iterator(); flows.hasNext(); ) {
            RecordFlow flow = flows.next();
            if (System.nanoTime() - flow.usedNanos() > IDLE_NANOS) {
                flows.remove();
                old.add(flow);
            }
        }
        return old;
    }

    void close() {
        List<RecordFlow> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(idle);
            idle.clear();
            if (closer != null) {
                closer.interrupt();
            }
        }
        all.forEach(RecordFlow::close);
    }
}
