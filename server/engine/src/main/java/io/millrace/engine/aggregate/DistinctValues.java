package io.millrace.engine.aggregate;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.IntStore;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The distinct argument values of each group, with a weight for each filter: one look-up per row serves all DISTINCT calls on the
 * same arguments, whatever their filters.
 */
final class DistinctValues extends PartedState {

    private static final int NONE = -1;

    private final KeyTable entries;
    private final int variants;
    private final boolean appendOnly;
    /** By entry and variant. */
    private final LongCells weights;

    private final IntCells next = new IntCells(Versions.NONE);
    private final IntCells previous = new IntCells(Versions.NONE);
    private final IntCells heads = new IntCells(Versions.NONE, NONE);
    private int[] entryIds = new int[0];
    private int[] emptied = new int[0];

    /** @param variants number of different filters */
    DistinctValues(List<Type> arguments, int variants, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        List<Type> key = new ArrayList<>();
        key.add(Type.INTEGER);
        key.addAll(arguments);
        this.entries = KeyTable.create(key, versions, compiler);
        this.weights = new LongCells(versions);
        part("entries", entries);
        part("weights", weights);
        this.variants = variants;
        this.appendOnly = appendOnly;
    }

    void reserve(int groups) {
        heads.reserve(groups);
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
        for (int row = 0; row < rows; row++) {
            long weight = changes[row];
            if (weight != 0) {
                int at = entryIds[row] * variants + variant;
                long before = weights.get(at);
                long after = before + weight;
                weights.set(at, after);
                changes[row] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
            }
        }
    }

    private void link() {
        reserveEntries();
        for (int i = 0; i < entries.addedCount(); i++) {
            int entry = entries.added()[i];
            link(entry);
            for (int at = entry * variants; at < (entry + 1) * variants; at++) {
                weights.set(at, 0);
            }
        }
    }

    private void reserveEntries() {
        next.reserve(entries.limit());
        previous.reserve(entries.limit());
        weights.reserve(entries.limit() * variants);
    }

    private void link(int entry) {
        int group = group(entry);
        int head = heads.get(group);
        next.set(entry, head);
        previous.set(entry, NONE);
        if (head != NONE) {
            previous.set(head, entry);
        }
        heads.set(group, entry);
    }

    private int group(int entry) {
        return ((IntStore) entries.store(0)).value(entry);
    }

    private void removeEmptied(int rows) {
        if (emptied.length < rows) {
            emptied = new int[rows];
        }
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            if (previous.get(entry) != entry && isEmpty(entry)) {
                unlink(entry);
                previous.set(entry, entry);
                emptied[count++] = entry;
            }
        }
        for (int i = 0; i < count; i++) {
            entries.remove(emptied[i]);
        }
    }

    private boolean isEmpty(int entry) {
        for (int at = entry * variants; at < (entry + 1) * variants; at++) {
            if (weights.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private void unlink(int entry) {
        int before = previous.get(entry);
        int behind = next.get(entry);
        if (before != NONE) {
            next.set(before, behind);
        } else {
            heads.set(group(entry), behind);
        }
        if (behind != NONE) {
            previous.set(behind, before);
        }
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
        reserveEntries();
        for (int entry : entries.ids()) {
            heads.reserve(group(entry) + 1);
            link(entry);
        }
    }

    @Override
    public long bytes() {
        return super.bytes() + next.bytes() + previous.bytes() + heads.bytes();
    }
}
