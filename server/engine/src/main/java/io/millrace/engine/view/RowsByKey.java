package io.millrace.engine.view;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a snapshot that have some keys, each once, found by indexes of their store. */
final class RowsByKey {

    private final ViewSnapshot at;
    private final RowType rowType;
    private final RowEquality equality;
    private final int numbers;
    private int[] found = new int[4];
    private int count;

    /** @param equality of the columns of the key */
    RowsByKey(ViewSnapshot at, RowType rowType, RowEquality equality) {
        this.at = at;
        this.rowType = rowType;
        this.equality = equality;
        this.numbers = at.numbers();
    }

    /** Finds rows that are there, or that have left after the batch of the snapshot. */
    void find(Page keys, RowIndex there, RowIndex departed) {
        Column[] columns = new Column[rowType.size()];
        for (int i = 0; i < keys.columnCount(); i++) {
            columns[equality.columns()[i]] = keys.column(i);
        }
        Page placed = new Page(keys.size(), columns, null);
        int[] hashes = equality.hash(placed);
        for (int row = 0; row < placed.size(); row++) {
            find(placed, row, hashes[row], there);
            find(placed, row, hashes[row], departed);
        }
    }

    private void find(Page keys, int row, int hash, RowIndex index) {
        for (int slot = index.first(hash); index.row(slot) >= 0; slot = index.next(slot)) {
            int candidate = index.row(slot);
            if (index.hash(slot) == hash
                    && isThere(candidate)
                    && equality.equal(block(candidate), RowBlocks.offset(candidate), keys, row)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = candidate;
            }
        }
    }

    private boolean isThere(int row) {
        if (row >= numbers) {
            return false;
        }
        long[] died = at.versions().died(row >>> RowBlocks.BLOCK_BITS);
        return died == null || died[RowBlocks.offset(row)] > at.batch();
    }

    private Page block(int row) {
        return at.blocks()[row >>> RowBlocks.BLOCK_BITS];
    }

    List<Page> pages() {
        Arrays.sort(found, 0, count);
        List<Page> pages = new ArrayList<>();
        PageBuilder rows = new PageBuilder(rowType);
        for (int i = 0; i < count; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                rows.appendRow(block(found[i]), RowBlocks.offset(found[i]), 1);
                if (rows.isFull()) {
                    pages.add(rows.build());
                }
            }
        }
        if (!rows.isEmpty()) {
            pages.add(rows.build());
        }
        return pages;
    }
}
