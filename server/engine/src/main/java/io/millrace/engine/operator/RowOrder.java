package io.millrace.engine.operator;

import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.state.BytesStore;
import io.millrace.engine.state.ColumnStore;
import io.millrace.engine.state.DoubleStore;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import java.util.Arrays;
import java.util.List;

/**
 * The order of rows by sort keys, ties broken by the whole row, so that it is total over different rows.
 *
 * <p>A number per row, its prefix, orders as the first key does and decides most comparisons alone.
 */
public final class RowOrder {

    private final RowBag rows;
    private final SortKey[] keys;
    private final int columns;

    public RowOrder(List<SortKey> keys, RowBag rows, int columns) {
        this.keys = keys.toArray(SortKey[]::new);
        this.rows = rows;
        this.columns = columns;
    }

    /** Writes the prefix of each row of a page. */
    public void prefixes(Page page, long[] prefixes) {
        int count = page.size();
        if (keys.length == 0) {
            Arrays.fill(prefixes, 0, count, 0);
            return;
        }
        Column column = page.column(keys[0].column());
        fill(column, count, prefixes);
        if (keys[0].descending()) {
            for (int row = 0; row < count; row++) {
                prefixes[row] = ~prefixes[row];
            }
        }
        for (int row = 0; column.nulls() != null && row < count; row++) {
            if (NullMask.isNull(column.nulls(), row)) {
                prefixes[row] = keys[0].nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        }
    }

    private static void fill(Column column, int count, long[] prefixes) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), 0, prefixes, 0, count);
        } else if (column instanceof IntColumn ints) {
            for (int row = 0; row < count; row++) {
                prefixes[row] = ints.values()[row];
            }
        } else if (column instanceof DoubleColumn doubles) {
            for (int row = 0; row < count; row++) {
                prefixes[row] = DoubleStore.ordered(doubles.values()[row]);
            }
        } else if (column instanceof BytesColumn bytes) {
            for (int row = 0; row < count; row++) {
                prefixes[row] = BytesStore.prefix(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
            }
        } else {
            Arrays.fill(prefixes, 0, count, 0);
        }
    }

    /** Compares two rows of the bag completely. */
    public int compare(int left, int right) {
        if (left == right) {
            return 0;
        }
        int order = compareKeys(left, right);
        for (int column = 0; order == 0 && column < columns; column++) {
            order = compare(rows.store(column), left, right, false, false);
        }
        return order;
    }

    /** Compares by the sort keys only. */
    int compareKeys(int left, int right) {
        int order = 0;
        for (int i = 0; order == 0 && i < keys.length; i++) {
            SortKey key = keys[i];
            order = compare(rows.store(key.column()), left, right, key.descending(), key.nullsFirst());
        }
        return order;
    }

    private static int compare(ColumnStore store, int left, int right, boolean descending, boolean nullsFirst) {
        boolean leftNull = store.isNull(left);
        boolean rightNull = store.isNull(right);
        if (leftNull || rightNull) {
            int order = Boolean.compare(leftNull, rightNull);
            return nullsFirst ? -order : order;
        }
        int order = store.compareValues(left, right);
        return descending ? -order : order;
    }
}
