package io.millrace.engine.view;

import io.millrace.codec.page.PageFile;
import io.millrace.codec.page.PageWriter;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A {@link ViewStore} in a checkpoint: its living rows, or those that came and, with negative weights, those that went since an earlier
 * one. Rows that died are not written.
 *
 * @param indexed whether the store has an index of its rows
 */
record ViewCut(ViewSnapshot view, boolean indexed) {

    /**
     * Where a store stood.
     *
     * @param rows that it had ever taken
     * @param batch up to which it had come
     */
    record Mark(int rows, long batch) {}

    long write(OutputStream out, Optional<Mark> since) throws IOException {
        AtomicLong rows = new AtomicLong();
        PageFile.write(out, head -> head.putBoolean(indexed), writer -> {
            if (since.isPresent()) {
                writeChanges(writer, since.get(), rows);
            } else {
                writeAll(writer, rows);
            }
        });
        return rows.get();
    }

    private static void write(Page page, PageWriter writer, AtomicLong rows) throws IOException {
        writer.write(page);
        rows.addAndGet(page.size());
    }

    private void writeAll(PageWriter writer, AtomicLong rows) throws IOException {
        for (int block = 0; block < view.blocks().length; block++) {
            write(view.living(block), writer, rows);
        }
    }

    /** Rows that went come first, so that those which take the place of others find it empty. */
    private void writeChanges(PageWriter writer, Mark since, AtomicLong rows) throws IOException {
        for (int block = 0; block < view.blocks().length && RowBlocks.firstRow(block) < since.rows(); block++) {
            write(gone(block, since), writer, rows);
        }
        for (int block = since.rows() >>> RowBlocks.BLOCK_BITS; block < view.blocks().length; block++) {
            write(come(block, since), writer, rows);
        }
    }

    /** The rows that were there, and died since. */
    private Page gone(int block, Mark since) {
        long[] died = view.versions().died(block);
        int old = Math.min(view.blocks()[block].size(), since.rows() - RowBlocks.firstRow(block));
        int[] rows = new int[old];
        int count = 0;
        for (int row = 0; died != null && row < old; row++) {
            if (died[row] > since.batch() && died[row] <= view.batch()) {
                rows[count++] = row;
            }
        }
        return view.some(block, rows, count, -1);
    }

    /** The rows that are new, and alive. */
    private Page come(int block, Mark since) {
        long[] died = view.versions().died(block);
        int size = view.blocks()[block].size();
        int[] rows = new int[size];
        int count = 0;
        for (int row = Math.max(0, since.rows() - RowBlocks.firstRow(block)); row < size; row++) {
            if (died == null || died[row] > view.batch()) {
                rows[count++] = row;
            }
        }
        return view.some(block, rows, count, 1);
    }

    /** Reads what was written; answers whether the store had an index. */
    static boolean read(InputStream file, RowType rowType, Consumer<Page> pages) throws IOException {
        AtomicBoolean indexed = new AtomicBoolean();
        PageFile.read(file, rowType, head -> indexed.set(head.takeBoolean()), pages);
        return indexed.get();
    }
}
