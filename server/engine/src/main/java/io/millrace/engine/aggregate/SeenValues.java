package io.millrace.engine.aggregate;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.IntStore;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The distinct argument values of each group of an input that only grows: for each value a bit per filter that has let it pass. One
 * look-up per row serves all DISTINCT calls on the same arguments.
 */
final class SeenValues extends PartedState {

    /** The most filters: bits of an {@code int}. */
    static final int MOST_VARIANTS = 32;

    private static final int NONE = -1;

    private final KeyTable entries;
    /** By entry: the filters that have let it pass, as bits. */
    private final IntCells seen;

    private final IntCells next = new IntCells(Versions.NONE);
    private final IntCells heads = new IntCells(Versions.NONE, NONE);
    private int[] entryIds = new int[0];

    SeenValues(List<Type> arguments, Versions versions, ClassCompiler compiler) {
        List<Type> key = new ArrayList<>();
        key.add(Type.INTEGER);
        key.addAll(arguments);
        this.entries = KeyTable.create(key, versions, compiler);
        this.seen = new IntCells(versions);
        part("entries", entries);
        part("seen", seen);
    }

    void reserve(int groups) {
        heads.reserve(groups);
    }

    /**
     * Adds rows, and moves those that show a value for the first time to the front.
     *
     * @param masks the filters that each row has passed on entry; of the rows in front, those that see its value anew on return
     * @param fresh receives the numbers of the rows in front
     * @return how many rows are in front
     */
    int add(Column[] arguments, int[] groups, int rows, int[] masks, int[] fresh) {
        if (entryIds.length < rows) {
            entryIds = new int[rows];
        }
        Column[] key = new Column[arguments.length + 1];
        key[0] = new IntColumn(rows, groups, null);
        System.arraycopy(arguments, 0, key, 1, arguments.length);
        entries.findOrAdd(key, rows, entryIds);
        link();
        int[][] blocks = seen.blocks();
        int[][] writable = seen.writable();
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            int before = blocks[entry >>> Cells.SHIFT][entry & Cells.MASK];
            int news = masks[row] & ~before;
            if (news != 0) {
                int[] block = writable[entry >>> Cells.SHIFT];
                block = block == null ? seen.open(entry) : block;
                block[entry & Cells.MASK] = before | news;
                masks[count] = news;
                fresh[count++] = row;
            }
        }
        return count;
    }

    private void link() {
        next.reserve(entries.limit());
        seen.reserve(entries.limit());
        int[] added = entries.added();
        for (int i = 0; i < entries.addedCount(); i++) {
            link(added[i]);
            seen.set(added[i], 0);
        }
    }

    private void link(int entry) {
        int group = ((IntStore) entries.store(0)).value(entry);
        next.set(entry, heads.get(group));
        heads.set(group, entry);
    }

    void clear(int group) {
        for (int entry = heads.get(group); entry != NONE; entry = next.get(entry)) {
            entries.remove(entry);
        }
        heads.set(group, NONE);
    }

    int size() {
        return entries.size();
    }

    @Override
    public void rebuild() {
        super.rebuild();
        for (int group = 0; group < heads.capacity(); group++) {
            heads.set(group, NONE);
        }
        next.reserve(entries.limit());
        for (int entry : entries.ids()) {
            heads.reserve(((IntStore) entries.store(0)).value(entry) + 1);
            link(entry);
        }
    }

    @Override
    public long bytes() {
        return super.bytes() + next.bytes() + heads.bytes();
    }
}
