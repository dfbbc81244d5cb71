package io.millrace.engine.aggregate;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.IntStore;
import io.millrace.engine.state.KeyTable;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct argument values of each group of an input that only grows: for each value a bit per filter that has let it pass. One
 * look-up per row serves all DISTINCT calls on the same arguments.
 */
final class SeenValues {

    /** The most filters: bits of an {@code int}. */
    static final int MOST_VARIANTS = 32;

    private static final int NONE = -1;

    private final KeyTable entries;
    private int[] seen = new int[0];
    private int[] next = new int[0];
    private int[] heads = new int[0];
    private int[] entryIds = new int[0];

    SeenValues(List<Type> arguments, ClassCompiler compiler) {
        List<Type> key = new ArrayList<>();
        key.add(Type.INTEGER);
        key.addAll(arguments);
        this.entries = KeyTable.create(key, compiler);
    }

    void reserve(int groups) {
        int before = heads.length;
        if (groups > before) {
            heads = Arrays.copyOf(heads, groups);
            Arrays.fill(heads, before, groups, NONE);
        }
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
        int[] state = seen;
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int before = state[entryIds[row]];
            int news = masks[row] & ~before;
            if (news != 0) {
                state[entryIds[row]] = before | news;
                masks[count] = news;
                fresh[count++] = row;
            }
        }
        return count;
    }

    private void link() {
        if (entries.limit() > next.length) {
            int capacity = Math.max(entries.limit(), next.length * 2);
            next = Arrays.copyOf(next, capacity);
            seen = Arrays.copyOf(seen, capacity);
        }
        int[] groupOf = ((IntStore) entries.store(0)).values();
        int[] added = entries.added();
        for (int i = 0; i < entries.addedCount(); i++) {
            int entry = added[i];
            int group = groupOf[entry];
            next[entry] = heads[group];
            heads[group] = entry;
            seen[entry] = 0;
        }
    }

    void clear(int group) {
        for (int entry = heads[group]; entry != NONE; entry = next[entry]) {
            entries.remove(entry);
        }
        heads[group] = NONE;
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return entries.bytes() + seen.length * 8L + heads.length * 4L;
    }
}
