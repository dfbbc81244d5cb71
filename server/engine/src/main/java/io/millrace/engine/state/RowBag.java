package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A multiset of rows by id.
 *
 * <p>Of an input that only grows every row gets an id of its own, which costs an append. Where rows can be taken back, equal rows
 * share an id and their weights add up; an id whose weight has become zero stays until it is removed.
 */
public final class RowBag {

    private final RowStore rows;
    private final KeyTable distinctRows;
    private final int width;
    private long[] weights;
    private int[] ids = new int[0];

    public RowBag(RowType rowType, boolean appendOnly, ClassCompiler compiler) {
        List<Type> types = rowType.fields().stream().map(Field::type).toList();
        width = types.size();
        rows = appendOnly ? new RowStore(types) : null;
        distinctRows = appendOnly ? null : KeyTable.create(types, compiler);
        weights = appendOnly ? null : new long[ColumnStore.FIRST_CAPACITY];
    }

    /** Adds {@code page[chosen[0..count)]}; returns the ids of these rows, valid until the next call. */
    public int[] add(Page page, int[] chosen, int count) {
        if (ids.length < count) {
            ids = new int[count];
        }
        if (rows != null) {
            addEach(page, chosen, count);
        } else {
            addDistinct(page, chosen, count);
        }
        return ids;
    }

    private void addEach(Page page, int[] chosen, int count) {
        rows.add(page, chosen, count, ids);
        long[] pageWeights = page.weights();
        if (pageWeights == null && weights == null) {
            return;
        }
        if (weights == null) {
            weights = new long[Math.max(ColumnStore.FIRST_CAPACITY, rows.limit())];
            Arrays.fill(weights, 1);
        }
        reserveWeights(rows.limit());
        for (int i = 0; i < count; i++) {
            weights[ids[i]] = page.weight(chosen[i]);
        }
    }

    private void addDistinct(Page page, int[] chosen, int count) {
        Column[] columns = new Column[page.columnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = count == page.size() ? page.column(i) : page.column(i).gather(chosen, count);
        }
        distinctRows.findOrAdd(columns, count, ids);
        reserveWeights(distinctRows.limit());
        for (int i = 0; i < distinctRows.addedCount(); i++) {
            weights[distinctRows.added()[i]] = 0;
        }
        for (int i = 0; i < count; i++) {
            weights[ids[i]] += page.weight(chosen[i]);
        }
    }

    private void reserveWeights(int limit) {
        int before = weights.length;
        if (limit > before) {
            weights = Arrays.copyOf(weights, Math.max(limit, before * 2));
            Arrays.fill(weights, before, weights.length, 1);
        }
    }

    /** How many ids the last {@link #add} gave to rows that were not there; {@link #added} lists them. */
    public int addedCount(int count) {
        return rows == null ? distinctRows.addedCount() : count;
    }

    /** The ids that the last {@link #add} gave to rows that were not there. */
    public int[] added() {
        return rows == null ? distinctRows.added() : ids;
    }

    public long weight(int id) {
        return weights == null ? 1 : weights[id];
    }

    /** The weights by id, or {@code null} when all are +1. */
    public long[] weights() {
        return weights;
    }

    /** Forgets a row; its id is free. */
    public void remove(int id) {
        if (rows != null) {
            rows.remove(id);
        } else {
            distinctRows.remove(id);
        }
    }

    /** Forgets all rows; ids start from 0 again. */
    public void clear() {
        if (rows != null) {
            rows.clear();
            weights = null;
        } else {
            distinctRows.clear();
        }
    }

    public ColumnStore store(int column) {
        return rows != null ? rows.store(column) : distinctRows.store(column);
    }

    public Column[] gather(int[] rowIds, int count) {
        return rows != null ? rows.gather(rowIds, count) : distinctRows.gather(rowIds, count);
    }

    /** All ids as rows of one page that shares the arrays of the bag: to be used at once, never to be passed on. */
    public Page view() {
        Column[] columns = new Column[width];
        for (int i = 0; i < width; i++) {
            columns[i] = store(i).view();
        }
        return new Page(limit(), columns, null);
    }

    /** One more than the greatest id ever given. */
    public int limit() {
        return rows != null ? rows.limit() : distinctRows.limit();
    }

    /** Ids in use. */
    public int size() {
        return rows != null ? rows.size() : distinctRows.size();
    }

    /** Estimated heap bytes. */
    public long bytes() {
        long bytes = rows != null ? rows.bytes() : distinctRows.bytes();
        return bytes + (weights == null ? 0 : weights.length * 8L) + ids.length * 4L;
    }
}
