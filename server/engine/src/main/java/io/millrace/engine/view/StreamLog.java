package io.millrace.engine.view;

import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.ContentHistory;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.IOException;
import java.io.InputStream;
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
    private final List<Page> staged = new ArrayList<>();
    private long stagedRows;
    private final PageBuilder open;
    private final LogMarks marks = new LogMarks();
    private long firstSequence;
    private long sealedRows;
    private long sealedBytes;
    private final RowType rowType;
    private final ContentHistory<LogCut.Mark> history = new ContentHistory<>();

    public StreamLog(RowType rowType, long capacityBytes) {
        this.rowType = rowType;
        this.capacityBytes = capacityBytes;
        this.open = new PageBuilder(rowType);
    }

    /** Takes pages of positive weight, which are appended when the batch is committed. */
    public void append(List<Page> pages) {
        staged.addAll(pages);
        pages.forEach(page -> stagedRows += page.size());
    }

    /** The batch is committed: its rows are there. For streams whose rows carry no time. */
    public void commit() {
        if (!staged.isEmpty()) {
            history.changed();
        }
        staged.forEach(this::add);
        staged.clear();
        stagedRows = 0;
        forgetOldest();
    }

    /**
     * The batch is committed: its rows are there.
     *
     * @param watermark of the stream with them
     * @param behind whether some of them may be behind the watermark before the batch
     */
    public void commit(long batch, long watermark, boolean behind) {
        commit();
        if (marks.add(new LogMarks.Mark(batch, end(), watermark, behind))) {
            history.changed();
        }
    }

    /** Whether it is known how the watermark stood as the rows came. */
    public boolean isTimed() {
        return !marks.isEmpty();
    }

    /** The rows of the batch will not come. */
    public void abort() {
        staged.clear();
        stagedRows = 0;
    }

    private void add(Page page) {
        if (page.size() >= LARGE_PAGE) {
            seal();
            addSealed(page);
            return;
        }
        for (int row = 0; row < page.size(); row++) {
            open.appendRow(page, row, page.weight(row));
        }
        if (open.size() >= Page.MAX_ROWS - LARGE_PAGE) {
            seal();
        }
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
        marks.forget(firstSequence);
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

    /** The number that the next row will get, those of the running batch counted in. */
    public long nextSequence() {
        return firstSequence + rows() + stagedRows;
    }

    /** The number after that of the last committed row: where readers of new rows go on. */
    public long end() {
        return firstSequence + rows();
    }

    /** What is retained now, for a checkpoint; between batches. */
    public Content cut(String name) {
        LogCut cut = new LogCut(snapshot());
        return history.cut(name, cut.mark(), cut.size(), cut::write);
    }

    /** Takes over the rows of a checkpoint, before anything else is done. */
    public void restore(ContentChain chain) throws IOException {
        LogCut.Rows rows = new LogCut.Rows();
        chain.read(files -> {
            for (InputStream file : files) {
                rows.read(file, rowType);
            }
        });
        firstSequence = rows.firstSequence();
        rows.pages().forEach(this::add);
        marks.restore(rows.base(), rows.marks());
        history.restored(chain, new LogCut(snapshot()).mark());
    }

    /** What is retained now. */
    public Snapshot snapshot() {
        List<Page> pages = new ArrayList<>(sealed.size() + 1);
        pages.addAll(sealed);
        if (!open.isEmpty()) {
            pages.add(open.peek());
        }
        return new Snapshot(pages, firstSequence, rows(), marks.view());
    }

    /**
     * The retained rows of a stream at one batch.
     *
     * @param firstSequence the number of the oldest row
     * @param marks how the watermark stood as they came
     */
    public record Snapshot(List<Page> pages, long firstSequence, long rows, LogMarks.View marks)
            implements RelationSnapshot {

        /** Whether it is known how the watermark stood as the rows came. */
        public boolean isTimed() {
            return marks.first() < marks.end();
        }

        /** The watermark after a batch. */
        public long watermark(long batch) {
            return marks.watermark(batch);
        }

        /** Whether rows came, or the watermark moved, after a batch. */
        public boolean goesOn(long batch) {
            return marks.goesOn(batch);
        }

        /** See {@link LogMarks.View#together}. */
        public long together(long batch, long sequence, long maxRows) {
            return marks.together(batch, sequence, maxRows);
        }

        /** The number after that of the last row of a batch, or a number before it when no batch is so early. */
        public long rowsUntil(long batch, long before) {
            return marks.rowsUntil(batch, before);
        }

        /** The number after that of the last row. */
        public long end() {
            return firstSequence + rows;
        }

        /** The same without the rows that came after a batch. */
        public Snapshot upTo(long end, long batch) {
            long left = Math.max(0, end - firstSequence);
            return new Snapshot(from(firstSequence, left), firstSequence, Math.min(rows, left), marks.upTo(batch));
        }

        /** The rows from a number on, at most {@code maxRows} of them. */
        public List<Page> from(long sequence, long maxRows) {
            List<Page> found = new ArrayList<>();
            long first = firstSequence;
            long wanted = maxRows;
            for (Page page : pages) {
                long skip = Math.max(0, sequence - first);
                if (skip < page.size() && wanted > 0) {
                    int last = (int) Math.min(page.size(), skip + wanted);
                    found.add(page.slice((int) skip, last));
                    wanted -= last - skip;
                }
                first += page.size();
            }
            return found;
        }

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
