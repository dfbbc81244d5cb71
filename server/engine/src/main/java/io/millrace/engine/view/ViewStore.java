package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The integrated rows of a view or table, with versions: each row knows the batch it was born in and the batch it died in, so
 * that a snapshot pinned at a batch reads its rows while later batches are applied.
 *
 * <p>Copies of an equal row are one stored row with a weight; a change of weight is a new version of the row. Rows that died
 * are dropped, by copying the living ones into a new store, once they outnumber them; snapshots keep the old store alive as
 * long as they need it. Written by the driver's thread only.
 */
public final class ViewStore {

    private static final int ALIVE = Integer.MAX_VALUE;
    private static final int MIN_DEAD_TO_VACUUM = 65_536;

    private final RowType rowType;
    private final RowEquality equality;
    private RowStore rows;
    private RowIndex index = new RowIndex();
    private boolean indexed;
    /** Batches and weights by row number; arrays are replaced when they grow, never shortened. */
    private int[] born = new int[1024];

    private int[] died = new int[1024];
    private long[] weights;
    private int dead;
    private long copies;

    /** A store in which equal rows are one row with a weight. */
    public ViewStore(RowType rowType) {
        this(rowType, IntStream.range(0, rowType.size()).toArray());
    }

    /**
     * A store in which rows with equal values in some columns are the same row.
     *
     * @param identity the columns that tell rows apart
     */
    ViewStore(RowType rowType, int[] identity) {
        this.rowType = rowType;
        this.equality = new RowEquality(identity);
        this.rows = new RowStore(rowType);
    }

    /** Rows now, counting copies. */
    public long size() {
        return copies;
    }

    public long bytes() {
        return rows.bytes() + born.length * 8L + (weights == null ? 0 : weights.length * 8L);
    }

    /** Applies the delta of a batch. */
    public void apply(int batch, List<Page> delta) {
        for (Page page : delta) {
            if (!indexed && page.weights() == null) {
                append(batch, page);
            } else {
                applyWeighted(batch, page);
            }
        }
        vacuumIfWorthwhile();
    }

    /** Drops dead rows once they outnumber the living; called between batches. */
    void vacuumIfWorthwhile() {
        if (dead > MIN_DEAD_TO_VACUUM && dead > rows.rows() / 2) {
            vacuum();
        }
    }

    /** Puts a row in the place of the one with the same identity, if there is one. */
    void replace(int batch, Page page, int row, int hash) {
        int old = find(page, row, hash);
        if (old >= 0) {
            remove(batch, hash, old);
        }
        index.add(hash, store(batch, page, row, 1));
    }

    private void remove(int batch, int hash, int old) {
        int slot = index.first(hash);
        while (index.row(slot) != old) {
            slot = index.next(slot);
        }
        index.removeSlot(slot);
        died[old] = batch;
        dead++;
        copies -= weights == null ? 1 : weights[old];
    }

    int[] identity() {
        return equality.columns();
    }

    private void append(int batch, Page page) {
        for (int row = 0; row < page.size(); row++) {
            store(batch, page, row, 1);
        }
    }

    private int store(int batch, Page page, int row, long weight) {
        int number = rows.append(page, row);
        if (number == born.length) {
            born = Arrays.copyOf(born, number * 2);
            died = Arrays.copyOf(died, number * 2);
            weights = weights == null ? null : Arrays.copyOf(weights, number * 2);
        }
        born[number] = batch;
        died[number] = ALIVE;
        if (weight != 1 && weights == null) {
            weights = new long[born.length];
            Arrays.fill(weights, 0, number, 1);
        }
        if (weights != null) {
            weights[number] = weight;
        }
        copies += weight;
        return number;
    }

    private void applyWeighted(int batch, Page page) {
        int[] hashes = equality.hash(page);
        for (int row = 0; row < page.size(); row++) {
            change(batch, page, row, hashes[row], page.weight(row));
        }
    }

    /** The current row with the identity of a given one, or −1. */
    int find(Page page, int row, int hash) {
        if (!indexed) {
            indexAll();
        }
        for (int slot = index.first(hash); index.row(slot) >= 0; slot = index.next(slot)) {
            int candidate = index.row(slot);
            if (index.hash(slot) == hash
                    && equality.equal(rows.block(candidate), RowStore.offset(candidate), page, row)) {
                return candidate;
            }
        }
        return -1;
    }

    /** The identity hashes of the rows of a page. */
    int[] hash(Page page) {
        return equality.hash(page);
    }

    /** The page that holds a row, at {@link RowStore#offset}. */
    Page block(int row) {
        return rows.block(row);
    }

    private void change(int batch, Page page, int row, int hash, long delta) {
        int old = find(page, row, hash);
        long before = 0;
        if (old >= 0) {
            before = weights == null ? 1 : weights[old];
            remove(batch, hash, old);
        }
        if (before + delta != 0) {
            index.add(hash, store(batch, page, row, before + delta));
        }
    }

    private void indexAll() {
        indexed = true;
        int first = 0;
        for (Page block : rows.blocks()) {
            int[] hashes = equality.hash(block);
            for (int row = 0; row < block.size(); row++) {
                if (died[first + row] == ALIVE) {
                    index.add(hashes[row], first + row);
                }
            }
            first += block.size();
        }
    }

    private void vacuum() {
        RowStore old = rows;
        int[] oldBorn = born;
        int[] oldDied = died;
        long[] oldWeights = weights;
        rows = new RowStore(rowType);
        born = new int[1024];
        died = new int[1024];
        weights = null;
        index = new RowIndex();
        indexed = false;
        dead = 0;
        copies = 0;
        for (int row = 0; row < old.rows(); row++) {
            if (oldDied[row] == ALIVE) {
                store(oldBorn[row], old.block(row), RowStore.offset(row), oldWeights == null ? 1 : oldWeights[row]);
            }
        }
        indexAll();
    }

    /** The rows as of a batch that has just been applied; to be called before the next one is. */
    public RelationSnapshot snapshot(int batch) {
        return new ViewSnapshot(batch, rows.blocks(), died, weights, copies);
    }
}
