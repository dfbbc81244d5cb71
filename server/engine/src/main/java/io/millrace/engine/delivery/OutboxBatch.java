package io.millrace.engine.delivery;

import io.millrace.spi.data.Page;
import java.util.List;

/**
 * The rows of one batch for one sink.
 *
 * @param batch its number for the sink
 * @param bytes that its pages keep alive
 * @param nanos when it was committed
 */
record OutboxBatch(long batch, List<Page> pages, long rows, long bytes, long nanos) {

    OutboxBatch numbered(long other) {
        return new OutboxBatch(other, pages, rows, bytes, nanos);
    }

    static OutboxBatch of(long batch, List<Page> pages, long nanos) {
        long rows = 0;
        long bytes = 0;
        for (Page page : pages) {
            rows += page.size();
            bytes += page.retainedBytes();
        }
        return new OutboxBatch(batch, List.copyOf(pages), rows, bytes, nanos);
    }
}
