package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A multiset of rows per group, in order: for aggregates that see their rows one after the other or by rank.
 *
 * <p>Distinct rows are entries of a table with a weight, and nodes of a tree per group that chance keeps flat: a node's rank is a hash
 * of its id, and no node has a greater rank than the one above it. A change costs {@code O(log n)}. The entries and weights are
 * stored, the trees derived.
 */
public final class OrderedRows extends PartedState {

    /** No entry. */
    public static final int NONE = -1;

    private final KeyTable entries;
    private final EntryOrder order;
    private final boolean distinct;
    private final LongCells weights;
    private final IntCells roots = new IntCells(Versions.NONE, NONE);
    private final IntCells left = new IntCells(Versions.NONE, NONE);
    private final IntCells right = new IntCells(Versions.NONE, NONE);
    /** By entry: the rows of its tree from there on downwards. */
    private final LongCells sizes = new LongCells(Versions.NONE);

    private int[] entryIds = new int[0];
    private int[] emptied = new int[0];
    private int[] path = new int[64];
    private int[] listed = new int[16];
    private int listedCount;
    private int splitLeft;
    private int splitRight;

    /**
     * @param types of the columns
     * @param order columns by which the rows are ordered, then all others, nulls last
     * @param distinct whether equal rows count once
     * @param versions NONE for scratch space
     */
    public OrderedRows(
            List<Type> types, List<Place> order, boolean distinct, Versions versions, ClassCompiler compiler) {
        List<Type> key = new ArrayList<>(List.of(Type.INTEGER));
        key.addAll(types);
        this.entries = KeyTable.create(key, versions, compiler);
        this.order = new EntryOrder(entries, order, types.size());
        this.distinct = distinct;
        this.weights = new LongCells(versions);
        part("entries", entries);
        part("weights", weights);
    }

    /** A column of an order. */
    public record Place(int column, boolean descending, boolean nullsFirst) {}

    public void reserve(int groups) {
        roots.reserve(groups);
    }

    /** Adds rows with their weights, none of them zero. */
    public void add(Column[] columns, int[] groups, int rows, long[] rowWeights) {
        if (entryIds.length < rows) {
            entryIds = new int[rows];
            emptied = new int[rows];
        }
        Column[] key = new Column[columns.length + 1];
        key[0] = new IntColumn(rows, groups, null);
        System.arraycopy(columns, 0, key, 1, columns.length);
        entries.findOrAdd(key, rows, entryIds);
        reserveEntries();
        for (int i = 0; i < entries.addedCount(); i++) {
            plant(entries.added()[i]);
        }
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            weights.add(entry, rowWeights[row]);
            if (sizes.get(entry) != size(entry)) {
                resize(roots.get(groups[row]), entry);
            }
        }
        removeEmptied(groups, rows);
    }

    private void reserveEntries() {
        int limit = entries.limit();
        weights.reserve(limit);
        left.reserve(limit);
        right.reserve(limit);
        sizes.reserve(limit);
    }

    private void plant(int entry) {
        weights.set(entry, 0);
        left.set(entry, NONE);
        right.set(entry, NONE);
        sizes.set(entry, 0);
        int group = group(entry);
        roots.set(group, insert(roots.get(group), entry));
    }

    private int group(int entry) {
        return ((IntStore) entries.store(0)).value(entry);
    }

    private void removeEmptied(int[] groups, int rows) {
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            if (weights.get(entry) == 0 && left.get(entry) != entry) {
                roots.set(groups[row], without(roots.get(groups[row]), entry));
                left.set(entry, entry);
                emptied[count++] = entry;
            }
        }
        for (int i = 0; i < count; i++) {
            entries.remove(emptied[i]);
        }
    }

    /** How often an entry counts. */
    public long copies(int entry) {
        long weight = weights.get(entry);
        return weight <= 0 ? 0 : distinct ? 1 : weight;
    }

    /** How many rows a group has. */
    public long total(int group) {
        return below(roots.get(group));
    }

    private long below(int node) {
        return node == NONE ? 0 : sizes.get(node);
    }

    private long size(int node) {
        return copies(node) + below(left.get(node)) + below(right.get(node));
    }

    /** The first entry of a group that counts, or {@link #NONE}. */
    public int first(int group) {
        return total(group) == 0 ? NONE : at(group, 0);
    }

    /** The last entry of a group that counts, or {@link #NONE}. */
    public int last(int group) {
        long total = total(group);
        return total == 0 ? NONE : at(group, total - 1);
    }

    /** The entry at a place in the order, which must be below {@link #total}. */
    public int at(int group, long place) {
        long rest = place;
        int node = roots.get(group);
        while (true) {
            long before = below(left.get(node));
            if (rest < before) {
                node = left.get(node);
            } else if (rest < before + copies(node)) {
                return node;
            } else {
                rest -= before + copies(node);
                node = right.get(node);
            }
        }
    }

    /** Puts the entries of a group that count in order; {@link #listed} has them until the next call. */
    public int list(int group) {
        listedCount = 0;
        int depth = 0;
        int node = roots.get(group);
        while (node != NONE || depth > 0) {
            if (node != NONE) {
                if (depth == path.length) {
                    path = Arrays.copyOf(path, depth * 2);
                }
                path[depth++] = node;
                node = left.get(node);
            } else {
                node = path[--depth];
                if (copies(node) > 0) {
                    note(node);
                }
                node = right.get(node);
            }
        }
        return listedCount;
    }

    private void note(int node) {
        if (listedCount == listed.length) {
            listed = Arrays.copyOf(listed, listedCount * 2);
        }
        listed[listedCount++] = node;
    }

    public int[] listed() {
        return listed;
    }

    /** A column of entries, zeros without a sign: those with and without are one entry. */
    public Column gather(int column, int[] entryIdsToRead, int count) {
        Column values = entries.store(column + 1).gather(entryIdsToRead, count);
        if (values instanceof DoubleColumn doubles) {
            for (int i = 0; i < count; i++) {
                doubles.values()[i] += 0.0;
            }
        }
        return values;
    }

    /** Forgets all rows of a group but one entry, of an input that only grows. */
    public void keepOnly(int group, int entry) {
        int root = roots.get(group);
        if (root == entry && left.get(root) == NONE && right.get(root) == NONE) {
            return;
        }
        remove(root, entry);
        left.set(entry, NONE);
        right.set(entry, NONE);
        sizes.set(entry, copies(entry));
        roots.set(group, entry);
    }

    /** Removes the entries of a tree but one. */
    private void remove(int node, int kept) {
        if (node != NONE) {
            remove(left.get(node), kept);
            remove(right.get(node), kept);
            if (node != kept) {
                entries.remove(node);
            }
        }
    }

    /** Forgets the rows of a group. */
    public void clear(int group) {
        remove(roots.get(group), NONE);
        roots.set(group, NONE);
    }

    private int insert(int node, int entry) {
        if (node == NONE) {
            return entry;
        }
        if (rank(entry) > rank(node)) {
            split(node, entry);
            left.set(entry, splitLeft);
            right.set(entry, splitRight);
            sizes.set(entry, size(entry));
            return entry;
        }
        if (order.compare(entry, node) < 0) {
            left.set(node, insert(left.get(node), entry));
        } else {
            right.set(node, insert(right.get(node), entry));
        }
        return node;
    }

    /** A number that looks like chance and is the same for an id whenever it is asked for. */
    private static int rank(int entry) {
        int hash = entry * 0x9E3779B9;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    /** Parts a tree in what is before an entry and what is behind it. */
    private void split(int node, int entry) {
        if (node == NONE) {
            splitLeft = NONE;
            splitRight = NONE;
        } else if (order.compare(node, entry) < 0) {
            split(right.get(node), entry);
            right.set(node, splitLeft);
            sizes.set(node, size(node));
            splitLeft = node;
        } else {
            split(left.get(node), entry);
            left.set(node, splitRight);
            sizes.set(node, size(node));
            splitRight = node;
        }
    }

    private int without(int node, int entry) {
        if (node == entry) {
            return merged(left.get(node), right.get(node));
        }
        if (order.compare(entry, node) < 0) {
            left.set(node, without(left.get(node), entry));
        } else {
            right.set(node, without(right.get(node), entry));
        }
        sizes.set(node, size(node));
        return node;
    }

    private int merged(int before, int behind) {
        if (before == NONE || behind == NONE) {
            return before == NONE ? behind : before;
        }
        int top;
        if (rank(before) > rank(behind)) {
            right.set(before, merged(right.get(before), behind));
            top = before;
        } else {
            left.set(behind, merged(before, left.get(behind)));
            top = behind;
        }
        sizes.set(top, size(top));
        return top;
    }

    /** Counts again what is below each node on the way to an entry. */
    private void resize(int node, int entry) {
        if (node != entry) {
            resize(order.compare(entry, node) < 0 ? left.get(node) : right.get(node), entry);
        }
        sizes.set(node, size(node));
    }

    @Override
    public void rebuild() {
        super.rebuild();
        for (int group = 0; group < roots.capacity(); group++) {
            roots.set(group, NONE);
        }
        reserveEntries();
        for (int entry : entries.ids()) {
            int group = group(entry);
            roots.reserve(group + 1);
            left.set(entry, NONE);
            right.set(entry, NONE);
            sizes.set(entry, copies(entry));
            roots.set(group, insert(roots.get(group), entry));
            resize(roots.get(group), entry);
        }
    }

    /** Distinct rows held. */
    public int size() {
        return entries.size();
    }

    /** Estimated heap bytes. */
    @Override
    public long bytes() {
        return super.bytes() + roots.bytes() + left.bytes() + right.bytes() + sizes.bytes();
    }
}
