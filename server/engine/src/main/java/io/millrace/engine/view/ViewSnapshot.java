package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import java.util.function.Predicate;

/**
 * A {@link ViewStore} as of one batch.
 *
 * <p>The blocks are shared with the store, which goes on writing: a row that dies later shows a batch greater than this one, or
 * still no batch, and both read as alive here.
 */
record ViewSnapshot(long batch, Page[] blocks, RowVersions.View versions, long rows) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        for (int block = 0; block < blocks.length; block++) {
            Page page = living(blocks[block], versions.died(block), versions.weights(block));
            if (page.size() > 0 && !reader.test(page.project(columns))) {
                return;
            }
        }
    }

    private Page living(Page block, long[] died, long[] weights) {
        if (died == null && weights == null) {
            return block;
        }
        int[] chosen = new int[block.size()];
        int count = 0;
        boolean weighted = false;
        for (int row = 0; row < block.size(); row++) {
            if (died == null || died[row] > batch) {
                chosen[count++] = row;
                weighted |= weights != null && weights[row] != 1;
            }
        }
        Page page = count == block.size() ? block : block.gather(chosen, count);
        if (!weighted) {
            return page;
        }
        long[] pageWeights = new long[count];
        for (int i = 0; i < count; i++) {
            pageWeights[i] = weights[chosen[i]];
        }
        return page.withWeights(pageWeights);
    }
}
