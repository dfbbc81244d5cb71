package io.millrace.engine.delivery;

import io.millrace.codec.Decoder;
import io.millrace.codec.MapCodec;
import io.millrace.codec.page.PageFile;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * An {@link Outbox} in a checkpoint: the batches that wait, or those that came since an earlier one.
 *
 * @param newest the greatest number that was given
 * @param nanos when it was cut
 */
record OutboxCut(List<OutboxBatch> waiting, long newest, long nanos) {

    private record Described(long batch, long rows, long nanosBefore) {}

    long write(OutputStream out, Optional<Long> since) throws IOException {
        List<OutboxBatch> written = waiting.stream()
                .filter(batch -> batch.batch() > since.orElse(0L))
                .toList();
        PageFile.write(
                out,
                head -> {
                    head.putCount(
                            waiting.isEmpty() ? newest + 1 : waiting.get(0).batch());
                    MapCodec.putList(written, head, batch -> {
                        head.putCount(batch.batch());
                        head.putCount(batch.rows());
                        head.putSigned(nanos - batch.nanos());
                    });
                },
                writer -> {
                    for (OutboxBatch batch : written) {
                        for (Page page : batch.pages()) {
                            writer.write(page);
                        }
                    }
                });
        return written.size();
    }

    /** What files hold, one after the other. */
    static final class Batches {

        private final RowType rowType;
        private final long nanos;
        private final ArrayDeque<OutboxBatch> waiting = new ArrayDeque<>();
        private final Deque<Described> announced = new ArrayDeque<>();
        private final List<Page> pages = new ArrayList<>();
        private long rows;

        /** @param nanos now */
        Batches(RowType rowType, long nanos) {
            this.rowType = rowType;
            this.nanos = nanos;
        }

        void read(InputStream file) throws IOException {
            PageFile.read(file, rowType, this::readHead, this::take);
        }

        private void readHead(Decoder in) {
            long oldest = in.takeCount();
            while (!waiting.isEmpty() && waiting.peek().batch() < oldest) {
                waiting.remove();
            }
            announced.addAll(
                    MapCodec.takeList(in, () -> new Described(in.takeCount(), in.takeCount(), in.takeSigned())));
        }

        private void take(Page page) {
            pages.add(page);
            rows += page.size();
            if (rows == announced.element().rows()) {
                Described batch = announced.remove();
                waiting.add(OutboxBatch.of(batch.batch(), pages, nanos - batch.nanosBefore()));
                pages.clear();
                rows = 0;
            }
        }

        ArrayDeque<OutboxBatch> waiting() {
            return waiting;
        }
    }
}
