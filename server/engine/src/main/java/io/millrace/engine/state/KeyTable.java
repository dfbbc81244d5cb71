package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the distinct keys of a table: a hash table with open addressing over columnar keys; nulls are equal to each other.
 *
 * <p>Ids are small and dense; the id of a removed key is given to a later one. The loops that look up a page are generated, one class per
 * list of key layouts, so that no key is boxed and no row costs a virtual call. Each slot holds 32 bits of hash above the id plus
 * one, so that a probe touches the key columns about once.
 */
public abstract class KeyTable {

    /** What {@link #find} answers for an absent key. */
    public static final int ABSENT = -1;

    private static final int FIRST_SLOTS = 32;
    private static final int MOST_SLOTS = 1 << 30;

    /** Slots, read by generated code: hash in the upper half, id plus one in the lower one, 0 when empty. */
    protected long[] slots = new long[FIRST_SLOTS];

    /** Number of slots minus one. */
    protected int mask = FIRST_SLOTS - 1;

    private final ColumnStore[] stores;
    private int live;
    private int limit;
    private int[] hashOf = new int[ColumnStore.FIRST_CAPACITY];
    private int[] free = new int[0];
    private int freeCount;
    private int[] added = new int[ColumnStore.FIRST_CAPACITY];
    private int addedCount;
    private int[] hashes = new int[0];

    protected KeyTable(ColumnStore[] stores) {
        this.stores = stores;
        for (ColumnStore store : stores) {
            store.reserve(ColumnStore.FIRST_CAPACITY);
        }
    }

    /** An empty table for keys of the given types; without types there is one key. */
    public static KeyTable create(List<? extends Type> types, ClassCompiler compiler) {
        ColumnStore[] stores = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
        String body = KeyTableText.body(types.stream().map(Type::layout).toList());
        return compiler.compile(KeyTable.class, "Keys", body).newInstance((Object) stores);
    }

    /** Writes the id of each key to {@code ids}, adding the keys that are new; {@link #added} tells which. */
    public final void findOrAdd(Column[] keys, int rows, int[] ids) {
        hash(keys, rows);
        findOrAdd(keys, rows, hashes, ids);
    }

    /** As {@link #findOrAdd(Column[], int, int[])}, with hashes by {@link RowHash} that the caller has already. */
    public final void findOrAdd(Column[] keys, int rows, int[] keyHashes, int[] ids) {
        addedCount = 0;
        lookUp(keys, rows, keyHashes, ids);
        for (int row = 0; row < rows; row++) {
            if (ids[row] == ABSENT) {
                ids[row] = addUnlessKnown(keys, row, keyHashes[row]);
            }
        }
    }

    /** Adds a key that was absent; a row before it in the same page may have added it. */
    private int addUnlessKnown(Column[] keys, int row, int hash) {
        int slot = hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if ((int) (entry >>> 32) == hash && isKey(keys, row, (int) entry - 1)) {
                return (int) entry - 1;
            }
            slot = slot + 1 & mask;
        }
        return add(keys, row, hash, slot);
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

    protected abstract void lookUp(Column[] keys, int rows, int[] keyHashes, int[] ids);

    private int add(Column[] keys, int row, int hash, int slot) {
        int id = freeCount > 0 ? free[--freeCount] : limit++;
        slots[slot] = (long) hash << 32 | id + 1;
        live++;
        if (id >= hashOf.length) {
            hashOf = Arrays.copyOf(hashOf, id * 2);
            for (ColumnStore store : stores) {
                store.reserve(hashOf.length);
            }
        }
        hashOf[id] = hash;
        for (int i = 0; i < stores.length; i++) {
            stores[i].set(id, keys[i], row);
        }
        if (addedCount == added.length) {
            added = Arrays.copyOf(added, addedCount * 2);
        }
        added[addedCount++] = id;
        if (live > slots.length / 2) {
            rehash(slots.length * 2);
        }
        return id;
    }

    private void rehash(int capacity) {
        if (capacity > MOST_SLOTS || capacity < 0) {
            return;
        }
        long[] old = slots;
        long[] fresh = new long[capacity];
        int freshMask = capacity - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & freshMask;
                while (fresh[slot] != 0) {
                    slot = slot + 1 & freshMask;
                }
                fresh[slot] = entry;
            }
        }
        slots = fresh;
        mask = freshMask;
    }

    /** Forgets a key, if it is there; its id is free. */
    public final void remove(int id) {
        long entry = (long) hashOf[id] << 32 | id + 1;
        int slot = hashOf[id] & mask;
        while (slots[slot] != entry) {
            if (slots[slot] == 0) {
                return;
            }
            slot = slot + 1 & mask;
        }
        closeGap(slot);
        live--;
        for (ColumnStore store : stores) {
            store.forget(id);
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(ColumnStore.FIRST_CAPACITY, freeCount * 2));
        }
        free[freeCount++] = id;
    }

    /** Moves later entries of the run up, so that searches need no tombstones. */
    private void closeGap(int gap) {
        int hole = gap;
        int slot = gap;
        while (true) {
            slot = slot + 1 & mask;
            long entry = slots[slot];
            if (entry == 0) {
                slots[hole] = 0;
                return;
            }
            int home = (int) (entry >>> 32) & mask;
            if ((slot - home & mask) >= (slot - hole & mask)) {
                slots[hole] = entry;
                hole = slot;
            }
        }
    }

    /** Forgets all keys; ids start from 0 again. */
    public final void clear() {
        if (live < slots.length / 32) {
            int capacity = Math.max(FIRST_SLOTS, slots.length / 8);
            slots = new long[capacity];
            mask = capacity - 1;
        } else {
            Arrays.fill(slots, 0);
        }
        for (ColumnStore store : stores) {
            for (int id = 0; id < limit; id++) {
                store.forget(id);
            }
        }
        live = 0;
        limit = 0;
        freeCount = 0;
        addedCount = 0;
    }

    /** The ids that the last {@code findOrAdd} gave to new keys: the first {@link #addedCount} entries. */
    public final int[] added() {
        return added;
    }

    public final int addedCount() {
        return addedCount;
    }

    /** One more than the greatest id ever given: the size of arrays indexed by id. */
    public final int limit() {
        return limit;
    }

    /** Keys now in the table. */
    public final int size() {
        return live;
    }

    /** A key column by id. */
    public final ColumnStore store(int column) {
        return stores[column];
    }

    /** The key columns of {@code ids[0..count)}. */
    public final Column[] gather(int[] ids, int count) {
        Column[] columns = new Column[stores.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = stores[i].gather(ids, count);
        }
        return columns;
    }

    /** Writes the ids in use to {@code ids} in no particular order; returns how many there are. */
    public final int ids(int[] ids) {
        int count = 0;
        for (long entry : slots) {
            if (entry != 0) {
                ids[count++] = (int) entry - 1;
            }
        }
        return count;
    }

    /** Estimated heap bytes. */
    public final long bytes() {
        long bytes = slots.length * 8L + (hashOf.length + free.length + added.length + hashes.length) * 4L;
        for (ColumnStore store : stores) {
            bytes += store.retainedBytes();
        }
        return bytes;
    }
}
