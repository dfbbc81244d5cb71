package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.PageBuilder;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The retained rows of a stream, in the order they came; each row has a sequence number.
 *
 * <p>Large pages are kept as they are, small ones are copied together. Beyond its capacity the oldest pages are forgotten, which
 * {@link #firstSequence} tells. Written by the driver's thread only.
 */
public final class StreamLog {

    private static final int LARGE_PAGE = 1_024;

    private final long capacityBytes;
    private final List<Page> sealed = new ArrayList<>();
    private final PageBuilder open;
    private long firstSequence;
    private long sealedRows;
    private long sealedBytes;

    public StreamLog(RowType rowType, long capacityBytes) {
        this.capacityBytes = capacityBytes;
        this.open = new PageBuilder(rowType);
    }

    /** Appends pages of positive weight. */
    public void append(List<Page> pages) {
        for (Page page : pages) {
            if (page.size() >= LARGE_PAGE) {
                seal();
                addSealed(page);
            } else {
                for (int row = 0; row < page.size(); row++) {
                    open.appendRow(page, row, page.weight(row));
                }
                if (open.size() >= Page.MAX_ROWS - LARGE_PAGE) {
                    seal();
                }
            }
        }
        forgetOldest();
    }

    private void seal() {
        if (!open.isEmpty()) {
            addSealed(open.build());
        }
    }

    private void addSealed(Page page) {
        sealed.add(page);
        sealedRows += page.size();
        sealedBytes += page.retainedBytes();
    }

    private void forgetOldest() {
        int forgotten = 0;
        while (sealedBytes > capacityBytes && forgotten < sealed.size()) {
            Page oldest = sealed.get(forgotten++);
            sealedBytes -= oldest.retainedBytes();
            sealedRows -= oldest.size();
            firstSequence += oldest.size();
        }
        sealed.subList(0, forgotten).clear();
    }

    public long bytes() {
        return sealedBytes + open.peek().retainedBytes();
    }

    /** Rows retained. */
    public long rows() {
        return sealedRows + open.size();
    }

    /** The number of the oldest row still held; rows are numbered from 0 in the order they came. */
    public long firstSequence() {
        return firstSequence;
    }

    /** The number that the next row will get: where readers of new rows go on. */
    public long nextSequence() {
        return firstSequence + rows();
    }

    /** The retained rows from a number on, at most {@code maxRows} of them. */
    public List<Page> from(long sequence, long maxRows) {
        List<Page> pages = new ArrayList<>();
        long first = firstSequence;
        long wanted = maxRows;
        for (Page page : snapshot().pages()) {
            long skip = Math.max(0, sequence - first);
            if (skip < page.size() && wanted > 0) {
                int end = (int) Math.min(page.size(), skip + wanted);
                pages.add(page.slice((int) skip, end));
                wanted -= end - skip;
            }
            first += page.size();
        }
        return pages;
    }

    /** What is retained now. */
    public Snapshot snapshot() {
        List<Page> pages = new ArrayList<>(sealed.size() + 1);
        pages.addAll(sealed);
        if (!open.isEmpty()) {
            pages.add(open.peek());
        }
        return new Snapshot(pages, rows());
    }

    /** The retained rows of a stream at one batch. */
    public record Snapshot(List<Page> pages, long rows) implements RelationSnapshot {

        @Override
        public void read(int[] columns, Predicate<Page> reader) {
            for (Page page : pages) {
                if (!reader.test(page.project(columns))) {
                    return;
                }
            }
        }
    }
}
