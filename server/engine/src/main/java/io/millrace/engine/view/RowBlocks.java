package io.millrace.engine.view;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows appended in blocks and never changed: a row keeps its number, and what was appended can be read from other threads while
 * the writer appends on.
 *
 * <p>Values are copied in, so that they do not keep the buffers alive that they were parsed from.
 */
final class RowBlocks {

    /** Rows of one block; a power of two, so that a row number splits into block and offset by shifting. */
    static final int BLOCK_BITS = 13;

    private static final int BLOCK_ROWS = 1 << BLOCK_BITS;

    private final List<Page> sealed = new ArrayList<>();
    private final RowType rowType;
    private ColumnBuilder[] open;
    private Page openView = new Page(0, new Column[0], null);
    private int openRows;
    private long sealedBytes;

    RowBlocks(RowType rowType) {
        this.rowType = rowType;
        this.open = builders();
    }

    private ColumnBuilder[] builders() {
        return rowType.fields().stream()
                .map(field -> ColumnBuilder.of(field.type()))
                .toArray(ColumnBuilder[]::new);
    }

    int rows() {
        return (sealed.size() << BLOCK_BITS) + openRows;
    }

    long bytes() {
        return sealedBytes + openPage().retainedBytes();
    }

    /** Copies a row in; returns its number. */
    int append(Page page, int row) {
        int before = openRows;
        try {
            for (int i = 0; i < open.length; i++) {
                open[i].appendFrom(page.column(i), row);
            }
            openRows++;
            int number = rows() - 1;
            if (openRows == BLOCK_ROWS) {
                seal();
            }
            return number;
        } catch (RuntimeException | Error e) { // the heap may have no room in the middle of a row
            for (ColumnBuilder column : open) {
                column.truncate(Math.min(column.size(), before));
            }
            openRows = before;
            throw e;
        }
    }

    /** Takes a page over as a block, without copying, if it is one; false when its rows have to be appended. */
    boolean adopt(Page page) {
        if (openRows > 0 || page.size() != BLOCK_ROWS) {
            return false;
        }
        sealed.add(page);
        sealedBytes += page.retainedBytes();
        return true;
    }

    /** Closes the block; all that may need memory comes before anything is changed. */
    private void seal() {
        Column[] columns = new Column[open.length];
        for (int i = 0; i < open.length; i++) {
            columns[i] = open[i].peek();
        }
        Page block = new Page(BLOCK_ROWS, columns, null);
        Page noRows = new Page(0, new Column[0], null);
        ColumnBuilder[] next = builders();
        sealed.add(block);
        sealedBytes += block.retainedBytes();
        openRows = 0;
        openView = noRows;
        open = next;
    }

    /** The block that holds the row, which lies at {@link #offset} in it. */
    Page block(int row) {
        int index = row >>> BLOCK_BITS;
        if (index < sealed.size()) {
            return sealed.get(index);
        }
        return offset(row) < openView.size() ? openView : openPage();
    }

    static int offset(int row) {
        return row & BLOCK_ROWS - 1;
    }

    static int firstRow(int block) {
        return block << BLOCK_BITS;
    }

    private Page openPage() {
        if (openView.size() != openRows) {
            Column[] columns = new Column[open.length];
            for (int i = 0; i < open.length; i++) {
                columns[i] = open[i].peek();
            }
            openView = new Page(openRows, columns, null);
        }
        return openView;
    }

    /** All blocks as they are now; safe to read from any thread once published. */
    Page[] blocks() {
        Page[] blocks = sealed.toArray(new Page[sealed.size() + (openRows > 0 ? 1 : 0)]);
        if (openRows > 0) {
            blocks[sealed.size()] = openPage();
        }
        return blocks;
    }
}
