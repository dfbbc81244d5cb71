package io.millrace.spi.data.builder;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Collects rows into a {@link Page}: append one value to every column builder, then end the row.
 *
 * <p>Not thread-safe. {@link #build()} leaves the builder empty, ready for the next page.
 */
public final class PageBuilder {

    private final ColumnBuilder[] columns;
    private int size;
    private long[] weights;

    public PageBuilder(List<? extends Type> types) {
        columns = types.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
    }

    public PageBuilder(RowType rowType) {
        this(rowType.fields().stream().map(Field::type).toList());
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    public int columnCount() {
        return columns.length;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size >= Page.MAX_ROWS;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Ends a row of weight +1. */
    public void endRow() {
        if (weights != null) {
            endRow(1);
        } else {
            size++;
        }
    }

    /** Ends a row of the given weight, which is not zero. */
    public void endRow(long weight) {
        if (weights == null && weight == 1) {
            size++;
            return;
        }
        if (weights == null) {
            weights = new long[Math.max(64, size * 2)];
            Arrays.fill(weights, 0, size, 1);
        } else if (size == weights.length) {
            weights = Arrays.copyOf(weights, size * 2);
        }
        weights[size++] = weight;
    }

    /** Drops the rows from {@code newSize} on, also one that was begun and not ended. */
    public void truncate(int newSize) {
        size = newSize;
        abandonRow();
    }

    /** Drops the values of a row that was begun and not ended. */
    public void abandonRow() {
        for (ColumnBuilder column : columns) {
            if (column.size() > size) {
                column.truncate(size);
            }
        }
    }

    /** Appends row {@code row} of a page with the same layouts, with the given weight. */
    public void appendRow(Page page, int row, long weight) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendFrom(page.column(i), row);
        }
        endRow(weight);
    }

    /** The page of the rows ended so far, which stay in the builder; it keeps its content while rows are only appended. */
    public Page peek() {
        Column[] shown = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            shown[i] = columns[i].peek();
        }
        return new Page(size, shown, weights);
    }

    /** The page of the rows ended so far; the builder is empty afterwards. */
    public Page build() {
        Column[] built = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            built[i] = columns[i].build();
        }
        Page page = new Page(size, built, weights);
        size = 0;
        weights = null;
        return page;
    }
}
