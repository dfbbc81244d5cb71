package io.millrace.engine.state;

import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.List;

/** Rows by id, column by column, without regard to equal rows; ids of removed rows are given to those of later batches. */
public final class RowStore implements StateContainer {

    private final ColumnStore[] stores;
    private final TableRows table;

    /** @param versions NONE for scratch space */
    public RowStore(List<? extends Type> types, Versions versions) {
        stores = TableRows.stores(types, versions);
        table = new TableRows(stores, versions);
    }

    /** Adds {@code page[rows[i]]} and writes its id to {@code ids[i]}, for all {@code i < count}. */
    public void add(Page page, int[] rows, int count, int[] ids) {
        for (int i = 0; i < count; i++) {
            ids[i] = table.ids().take();
        }
        for (int column = 0; column < stores.length; column++) {
            stores[column].reserve(table.ids().limit());
            stores[column].put(page.column(column), rows, ids, 0, count);
        }
    }

    /** Forgets a row; its id is free, but its values can be read until the batch is committed. */
    public void remove(int id) {
        table.remove(id);
    }

    /** Forgets all rows; ids start from 0 again once that is possible: at once in scratch space. */
    public void clear() {
        table.clear();
    }

    /** One more than the greatest id that can be in use. */
    public int limit() {
        return table.ids().limit();
    }

    /** Rows now held. */
    public int size() {
        return table.ids().size();
    }

    /** The ids in use, ascending. */
    public int[] ids() {
        int[] ids = new int[size()];
        table.ids().ids(ids);
        return ids;
    }

    public ColumnStore store(int column) {
        return stores[column];
    }

    public Column[] gather(int[] ids, int count) {
        return table.gather(ids, count);
    }

    @Override
    public void commit() {
        table.commit();
    }

    @Override
    public void abort() {
        table.abort();
    }

    @Override
    public StateCut cut() {
        return table.cut();
    }

    @Override
    public void read(StateReader reader) {
        table.read(reader);
    }

    @Override
    public void rebuild() {
        table.rebuild();
    }

    /** Estimated heap bytes. */
    @Override
    public long bytes() {
        return table.bytes();
    }
}
