package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A {@link ViewStore} as of one batch.
 *
 * <p>The blocks are shared with the store, which goes on writing: a row that dies later shows a batch greater than this one, or
 * still no batch, and both read as alive here.
 */
record ViewSnapshot(long batch, Page[] blocks, RowVersions.View versions, long rows, ViewStore store, int renumbered)
        implements RelationSnapshot {

    @Override
    public Optional<List<Page>> lookUp(int[] key, List<Page> keys) {
        return store.lookUp(this, key, keys);
    }

    /** How many rows there were ever, among them those that have died. */
    int numbers() {
        return blocks.length == 0 ? 0 : RowBlocks.firstRow(blocks.length - 1) + blocks[blocks.length - 1].size();
    }

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        for (int block = 0; block < blocks.length; block++) {
            Page page = living(block);
            if (page.size() > 0 && !reader.test(page.project(columns))) {
                return;
            }
        }
    }

    /** The living rows of a block, with their weights. */
    Page living(int block) {
        long[] died = versions.died(block);
        if (died == null && versions.weights(block) == null) {
            return blocks[block];
        }
        int[] rows = new int[blocks[block].size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (died == null || died[row] > batch) {
                rows[count++] = row;
            }
        }
        return some(block, rows, count, 1);
    }

    /**
     * Some rows of a block, with their weights times a sign.
     *
     * @param rows by their places in the block, in order
     */
    Page some(int block, int[] rows, int count, int sign) {
        Page page = blocks[block];
        long[] weights = versions.weights(block);
        boolean weighted = sign != 1;
        for (int i = 0; i < count && weights != null && !weighted; i++) {
            weighted = weights[rows[i]] != 1;
        }
        Page some = count == page.size() ? page : page.gather(rows, count);
        if (!weighted) {
            return some;
        }
        long[] signed = new long[count];
        for (int i = 0; i < count; i++) {
            signed[i] = sign * (weights == null ? 1 : weights[rows[i]]);
        }
        return some.withWeights(signed);
    }
}
