package io.millrace.connector.generator;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Counts rows and drops them. One thread delivers; others may read the counts. */
public final class BlackholeSink implements Sink {

    private volatile long lastBatch;
    private final AtomicLong inserted = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();

    @Override
    public long lastCommitted() {
        return lastBatch;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        if (batch <= lastBatch) {
            return;
        }
        long more = 0;
        long fewer = 0;
        for (Page page : rows) {
            if (page.weights() == null) {
                more += page.size();
                continue;
            }
            for (int row = 0; row < page.size(); row++) {
                long weight = page.weights()[row];
                more += Math.max(0, weight);
                fewer += Math.max(0, -weight);
            }
        }
        inserted.addAndGet(more);
        deleted.addAndGet(fewer);
        lastBatch = batch;
    }

    /** How many rows came, each counted as often as its weight says. */
    public long inserted() {
        return inserted.get();
    }

    /** How many rows were taken back. */
    public long deleted() {
        return deleted.get();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
