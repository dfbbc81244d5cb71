package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the distinct keys of a table: a hash table with open addressing over columnar keys; nulls are equal to each other.
 *
 * <p>Ids are small and dense; the id of a removed key is given to a later one, in state not before the batch is committed. The
 * loops that look up a page are generated, one class per list of key layouts, so that no key is boxed and no row costs a virtual
 * call. The keys are what is stored; where they stand by hash is derived.
 */
public abstract class KeyTable implements StateContainer {

    /** What {@link #find} answers for an absent key. */
    public static final int ABSENT = -1;

    private final ColumnStore[] stores;
    private final TableRows table;
    private final HashIndex index = new HashIndex();
    private final IntCells hashOf = new IntCells(Versions.NONE);
    private int[] added = new int[16];
    private int addedCount;
    private int[] hashes = new int[0];
    private long[] firsts = new long[0];
    /** The ids below have room in all columns. */
    private int room;

    private boolean staleIndex;
    private boolean staleHashes;

    protected KeyTable(ColumnStore[] stores, Versions versions) {
        this.stores = stores;
        this.table = new TableRows(stores, versions);
        for (ColumnStore store : stores) {
            store.reserve(1);
        }
    }

    /**
     * An empty table for keys of the given types; without types there is one key.
     *
     * @param versions NONE for scratch space
     */
    public static KeyTable create(List<? extends Type> types, Versions versions, ClassCompiler compiler) {
        String body = KeyTableText.body(types.stream().map(Type::layout).toList());
        return compiler.compile(KeyTable.class, "Keys", body).newInstance(TableRows.stores(types, versions), versions);
    }

    /** Writes the id of each key to {@code ids}, adding the keys that are new; {@link #added} tells which. */
    public final void findOrAdd(Column[] keys, int rows, int[] ids) {
        int distinct = OneKey.isIn(keys, rows) ? 1 : rows;
        hash(keys, distinct);
        findOrAdd(keys, distinct, hashes, ids);
        if (distinct < rows) {
            Arrays.fill(ids, 1, rows, ids[0]);
        }
    }

    /** As {@link #findOrAdd(Column[], int, int[])}, with hashes by {@link RowHash} that the caller has already. */
    public final void findOrAdd(Column[] keys, int rows, int[] keyHashes, int[] ids) {
        addedCount = 0;
        if (lookUp(keys, rows, keyHashes, ids)) {
            addAbsent(keys, rows, keyHashes, ids);
        }
    }

    /** Adds the keys that are absent, some of which may be null; a row before them in the same page may have added them. */
    protected final void addAnyAbsent(Column[] keys, int rows, int[] keyHashes, int[] ids) {
        for (int row = 0; row < rows; row++) {
            if (ids[row] == ABSENT) {
                ids[row] = addUnlessKnown(keys, row, keyHashes[row]);
            }
        }
    }

    private int addUnlessKnown(Column[] keys, int row, int hash) {
        long[] segment = segment(hash);
        int mask = segment.length - 1;
        int slot = hash & mask;
        for (long entry = segment[slot]; entry != 0; entry = segment[slot]) {
            if ((int) (entry >>> 32) == hash && isKey(keys, row, (int) entry - 1)) {
                return (int) entry - 1;
            }
            slot = slot + 1 & mask;
        }
        int id = add(hash, segment, slot);
        for (int i = 0; i < stores.length; i++) {
            stores[i].set(id, keys[i], row);
        }
        return id;
    }

    private boolean isKey(Column[] keys, int row, int id) {
        for (int i = 0; i < stores.length; i++) {
            if (!stores[i].same(id, keys[i], row)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the id of each key to {@code ids}, {@link #ABSENT} where there is none. */
    public final void find(Column[] keys, int rows, int[] ids) {
        hash(keys, rows);
        lookUp(keys, rows, hashes, ids);
    }

    private void hash(Column[] keys, int rows) {
        if (hashes.length < rows) {
            hashes = new int[Math.max(rows, 64)];
        }
        RowHash.hash(keys, rows, hashes);
    }

    /** Writes the id of each key, {@link #ABSENT} where there is none; returns whether there is none of any. */
    protected abstract boolean lookUp(Column[] keys, int rows, int[] keyHashes, int[] ids);

    /** Gives an id to each key that has {@link #ABSENT}: a new one, or that of a row before it. */
    protected abstract void addAbsent(Column[] keys, int rows, int[] keyHashes, int[] ids);

    /** What stands in the first slot of each hash, for generated code; see {@link HashIndex#firsts}. */
    protected final long[] firsts(int[] keyHashes, int rows) {
        if (firsts.length < rows) {
            firsts = new long[Math.max(rows, 64)];
        }
        index.firsts(keyHashes, rows, firsts);
        return firsts;
    }

    /** The segment where a hash belongs, for generated code. */
    protected final long[] segment(int hash) {
        return index.segment(hash);
    }

    /** Takes an id for a key that stands in none of the columns yet, and puts it into an empty slot of its segment. */
    protected final int add(int hash, long[] segment, int slot) {
        int id = table.ids().take();
        if (id >= room) {
            makeRoom(id + 1);
        }
        hashOf.set(id, hash);
        index.put(segment, hash, id, slot);
        if (addedCount == added.length) {
            added = Arrays.copyOf(added, addedCount * 2);
        }
        added[addedCount++] = id;
        return id;
    }

    private void makeRoom(int ids) {
        hashOf.reserve(ids);
        room = hashOf.capacity();
        for (ColumnStore store : stores) {
            store.reserve(room);
        }
    }

    /** Forgets a key, if it is there; its id is free, but its values can be read until the batch is committed. */
    public final void remove(int id) {
        if (table.remove(id)) {
            index.remove(hashOf.get(id), id);
        }
    }

    /** As {@link #remove(int)}, for {@code some[0..count)}. */
    public final void remove(int[] some, int count) {
        for (int i = 0; i < count; i++) {
            remove(some[i]);
        }
    }

    /** Forgets all keys; ids start from 0 again once that is possible: at once in scratch space. */
    public final void clear() {
        index.clear();
        table.clear();
        addedCount = 0;
    }

    /** The ids that the last {@code findOrAdd} gave to new keys: the first {@link #addedCount} entries. */
    public final int[] added() {
        return added;
    }

    public final int addedCount() {
        return addedCount;
    }

    /** One more than the greatest id that can be in use: the size of arrays indexed by id. */
    public final int limit() {
        return table.ids().limit();
    }

    /** Keys now in the table. */
    public final int size() {
        return table.ids().size();
    }

    /** A key column by id. */
    public final ColumnStore store(int column) {
        return stores[column];
    }

    /** The key columns of {@code ids[0..count)}. */
    public final Column[] gather(int[] ids, int count) {
        return table.gather(ids, count);
    }

    /** Writes the ids in use to {@code ids}, ascending; returns how many there are. */
    public final int ids(int[] ids) {
        return table.ids().ids(ids);
    }

    /** The ids in use, ascending. */
    public final int[] ids() {
        int[] ids = new int[size()];
        ids(ids);
        return ids;
    }

    @Override
    public final void commit() {
        table.commit();
    }

    @Override
    public final void abort() {
        staleIndex |= table.hasChanged();
        table.abort();
    }

    @Override
    public final StateCut cut() {
        return table.cut();
    }

    @Override
    public final void read(StateReader reader) {
        table.read(reader);
        staleIndex = true;
        staleHashes = true;
    }

    @Override
    public final void rebuild() {
        table.rebuild();
        addedCount = 0;
        if (staleIndex) {
            reindex();
        }
        staleIndex = false;
        staleHashes = false;
    }

    private void reindex() {
        index.clear();
        int[] ids = ids();
        makeRoom(limit());
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS));
            if (staleHashes) {
                hash(gather(some, some.length), some.length);
            }
            for (int i = 0; i < some.length; i++) {
                if (staleHashes) {
                    hashOf.set(some[i], hashes[i]);
                }
                index.add(hashOf.get(some[i]), some[i]);
            }
        }
    }

    /** Estimated heap bytes. */
    @Override
    public final long bytes() {
        return table.bytes()
                + index.bytes()
                + hashOf.bytes()
                + (added.length + hashes.length) * 4L
                + firsts.length * 8L;
    }
}
