package io.millrace.engine.state;

import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import java.util.List;

/** The ids of a table and its columns by id. A row is written once, when it gets its id, and forgotten when the id is free. */
final class TableRows implements StateContainer {

    private final ColumnStore[] stores;
    private final IdPool ids;
    private final boolean scratch;
    private final boolean forgets;
    private final StateParts columns = new StateParts();

    TableRows(ColumnStore[] stores, Versions versions) {
        this.stores = stores;
        this.ids = new IdPool(versions);
        this.scratch = versions == Versions.NONE;
        boolean any = false;
        for (int i = 0; i < stores.length; i++) {
            any |= stores[i].forgets();
            columns.add("c" + i, stores[i]);
        }
        this.forgets = any;
    }

    static ColumnStore[] stores(List<? extends Type> types, Versions versions) {
        Versions own = versions == Versions.NONE ? Versions.NONE : Versions.CUTS;
        return types.stream().map(type -> ColumnStore.of(type, own)).toArray(ColumnStore[]::new);
    }

    IdPool ids() {
        return ids;
    }

    /** Lets a row's id become free, if it is in use. */
    boolean remove(int id) {
        boolean live = ids.release(id);
        if (live && scratch) {
            forget(id);
        }
        return live;
    }

    private void forget(int id) {
        if (forgets) {
            for (ColumnStore store : stores) {
                store.forget(id);
            }
        }
    }

    void clear() {
        if (scratch) {
            for (ColumnStore store : stores) {
                store.clear(ids.limit());
            }
        }
        ids.clear();
    }

    Column[] gather(int[] rows, int count) {
        Column[] gathered = new Column[stores.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = stores[i].gather(rows, count);
        }
        return gathered;
    }

    boolean hasChanged() {
        return ids.hasChanged();
    }

    @Override
    public void commit() {
        ids.commit(forgets ? this::forget : null);
        columns.commit();
    }

    @Override
    public void abort() {
        columns.abort();
        ids.abort(this::forget);
    }

    private record Cut(StateCut ids, StateCut columns) implements StateCut {
        @Override
        public int number() {
            return ids.number();
        }

        @Override
        public void write(StateWriter writer, int since) {
            ids.write(writer, since);
            columns.write(writer, since);
        }

        @Override
        public int changedBlocks(int since) {
            return ids.changedBlocks(since) + columns.changedBlocks(since);
        }
    }

    @Override
    public StateCut cut() {
        return new Cut(ids.cut(), columns.cut());
    }

    @Override
    public void read(StateReader reader) {
        ids.read(reader);
        columns.read(reader);
    }

    @Override
    public void rebuild() {
        columns.rebuild();
    }

    @Override
    public long bytes() {
        return ids.bytes() + columns.bytes();
    }
}
