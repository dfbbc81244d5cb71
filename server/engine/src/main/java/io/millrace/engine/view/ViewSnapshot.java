package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import java.util.function.Predicate;

/**
 * A {@link ViewStore} as of one batch.
 *
 * <p>The arrays are shared with the store, which goes on writing: a row that dies later shows a batch greater than this one, or
 * still no batch, and both read as alive here.
 */
record ViewSnapshot(int batch, Page[] blocks, int[] died, long[] weights, long rows) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        int first = 0;
        for (Page block : blocks) {
            Page page = living(block, first);
            if (page.size() > 0 && !reader.test(page.project(columns))) {
                return;
            }
            first += block.size();
        }
    }

    private Page living(Page block, int first) {
        int[] chosen = new int[block.size()];
        int count = 0;
        boolean weighted = false;
        for (int row = 0; row < block.size(); row++) {
            int number = first + row;
            if (died[number] > batch) {
                chosen[count++] = row;
                weighted |= weights != null && weights[number] != 1;
            }
        }
        Page page = count == block.size() ? block : block.gather(chosen, count);
        if (!weighted) {
            return page;
        }
        long[] pageWeights = new long[count];
        for (int i = 0; i < count; i++) {
            pageWeights[i] = weights[first + chosen[i]];
        }
        return page.withWeights(pageWeights);
    }
}
