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
 * The distinct argument values of each group, with a weight for each filter: one look-up per row serves all DISTINCT calls on the
 * same arguments, whatever their filters.
 */
final class DistinctValues {

    private static final int NONE = -1;

    private final KeyTable entries;
    private final int variants;
    private final boolean appendOnly;
    private long[] weights = new long[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] heads = new int[0];
    private int[] entryIds = new int[0];
    private int[] emptied = new int[0];

    /** @param variants number of different filters */
    DistinctValues(List<Type> arguments, int variants, boolean appendOnly, ClassCompiler compiler) {
        List<Type> key = new ArrayList<>();
        key.add(Type.INTEGER);
        key.addAll(arguments);
        this.entries = KeyTable.create(key, compiler);
        this.variants = variants;
        this.appendOnly = appendOnly;
    }

    void reserve(int groups) {
        int before = heads.length;
        if (groups > before) {
            heads = Arrays.copyOf(heads, groups);
            Arrays.fill(heads, before, groups, NONE);
        }
    }

    /**
     * Adds rows, and replaces the weights of each variant by what the row changes in the presence of its value: +1 when it came,
     * −1 when it went, else 0.
     *
     * @param changes by variant: weights of the rows on entry, changes of presence on return
     */
    void add(Column[] arguments, int[] groups, int rows, long[][] changes) {
        if (entryIds.length < rows) {
            entryIds = new int[rows];
        }
        Column[] key = new Column[arguments.length + 1];
        key[0] = new IntColumn(rows, groups, null);
        System.arraycopy(arguments, 0, key, 1, arguments.length);
        entries.findOrAdd(key, rows, entryIds);
        link();
        for (int variant = 0; variant < variants; variant++) {
            addVariant(variant, rows, changes[variant]);
        }
        if (!appendOnly) {
            removeEmptied(rows);
        }
    }

    private void addVariant(int variant, int rows, long[] changes) {
        long[] state = weights;
        for (int row = 0; row < rows; row++) {
            long weight = changes[row];
            if (weight != 0) {
                int at = entryIds[row] * variants + variant;
                long before = state[at];
                long after = before + weight;
                state[at] = after;
                changes[row] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
            }
        }
    }

    private void link() {
        if (entries.limit() > next.length) {
            int capacity = Math.max(entries.limit(), next.length * 2);
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
            weights = Arrays.copyOf(weights, capacity * variants);
        }
        int[] groupOf = ((IntStore) entries.store(0)).values();
        for (int i = 0; i < entries.addedCount(); i++) {
            int entry = entries.added()[i];
            int group = groupOf[entry];
            next[entry] = heads[group];
            previous[entry] = NONE;
            if (heads[group] != NONE) {
                previous[heads[group]] = entry;
            }
            heads[group] = entry;
            Arrays.fill(weights, entry * variants, (entry + 1) * variants, 0);
        }
    }

    private void removeEmptied(int rows) {
        if (emptied.length < rows) {
            emptied = new int[rows];
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            if (previous[entry] != entry && isEmpty(entry)) {
                unlink(entry);
                previous[entry] = entry;
                emptied[count++] = entry;
            }
        }
        for (int i = 0; i < count; i++) {
            entries.remove(emptied[i]);
        }
    }

    private boolean isEmpty(int entry) {
        for (int at = entry * variants; at < (entry + 1) * variants; at++) {
            if (weights[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private void unlink(int entry) {
        if (previous[entry] != NONE) {
            next[previous[entry]] = next[entry];
        } else {
            int group = ((IntStore) entries.store(0)).values()[entry];
            heads[group] = next[entry];
        }
        if (next[entry] != NONE) {
            previous[next[entry]] = previous[entry];
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
        return entries.bytes() + weights.length * 8L + next.length * 8L + heads.length * 4L;
    }
}
