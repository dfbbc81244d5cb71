package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/** Rows by id, column by column, without regard to equal rows; ids of removed rows are given to later ones. */
public final class RowStore {

    private final ColumnStore[] stores;
    private int live;
    private int limit;
    private int[] free = new int[0];
    private int freeCount;

    public RowStore(List<? extends Type> types) {
        stores = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    }

    /** Adds {@code page[rows[i]]} and writes its id to {@code ids[i]}, for all {@code i < count}. */
    public void add(Page page, int[] rows, int count, int[] ids) {
        for (int i = 0; i < count; i++) {
            ids[i] = freeCount > 0 ? free[--freeCount] : limit++;
        }
        live += count;
        for (int column = 0; column < stores.length; column++) {
            stores[column].reserve(limit);
            stores[column].put(page.column(column), rows, ids, count);
        }
    }

    /** Forgets a row; its id is free. */
    public void remove(int id) {
        for (ColumnStore store : stores) {
            store.forget(id);
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(ColumnStore.FIRST_CAPACITY, freeCount * 2));
        }
        free[freeCount++] = id;
        live--;
    }

    /** Forgets all rows; ids start from 0 again. */
    public void clear() {
        for (ColumnStore store : stores) {
            for (int id = 0; id < limit; id++) {
                store.forget(id);
            }
        }
        live = 0;
        limit = 0;
        freeCount = 0;
    }

    /** One more than the greatest id ever given. */
    public int limit() {
        return limit;
    }

    /** Rows now held. */
    public int size() {
        return live;
    }

    public ColumnStore store(int column) {
        return stores[column];
    }

    public Column[] gather(int[] ids, int count) {
        Column[] columns = new Column[stores.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = stores[i].gather(ids, count);
        }
        return columns;
    }

    /** Estimated heap bytes. */
    public long bytes() {
        long bytes = free.length * 4L;
        for (ColumnStore store : stores) {
            bytes += store.retainedBytes();
        }
        return bytes;
    }
}
