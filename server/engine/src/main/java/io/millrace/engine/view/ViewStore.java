package io.millrace.engine.view;

import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.ContentHistory;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The integrated rows of a view or table, with versions: each row knows the batch it died in, so that a snapshot pinned at a batch
 * reads its rows while later batches are applied.
 *
 * <p>Copies of an equal row are one stored row with a weight; a change of weight is a new version of the row. Rows that died
 * are dropped, by copying the living ones into a new store, once they outnumber them; snapshots keep the old store alive as
 * long as they need it.
 *
 * <p>What a batch changed is committed or aborted as a whole before the next one changes anything. Written by one thread.
 */
public final class ViewStore {

    private static final Logger log = LoggerFactory.getLogger(ViewStore.class);

    private static final int MIN_DEAD_TO_VACUUM = 65_536;
    private static final int FIRST_REMOVED = 16;

    private final RowType rowType;
    private final RowEquality equality;
    /** The columns by which rows are found in the index: those that tell them apart, or fewer. */
    private final RowEquality places;

    private RowBlocks rows;
    private RowVersions versions = new RowVersions();
    private RowIndex index = new RowIndex();
    private boolean indexed;
    private int dead;
    private long copies;

    /** The first row of the running batch, and the rows with their hashes that it removed: what {@link #abort} needs. */
    private int committedRows;

    private long committedCopies;
    private int[] removed = new int[FIRST_REMOVED];
    private int[] removedHashes = new int[FIRST_REMOVED];
    private int removedCount;
    private final ContentHistory<ViewCut.Mark> history = new ContentHistory<>();

    /** Held by the writer while it changes some rows, by others while they look some up. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile DepartedRows departed;
    private long lastBatch;
    /** How often rows got other numbers. */
    private int renumbered;

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
        this(rowType, new RowEquality(identity), new RowEquality(identity));
    }

    private ViewStore(RowType rowType, RowEquality equality, RowEquality places) {
        this.rowType = rowType;
        this.equality = equality;
        this.places = places;
        this.rows = new RowBlocks(rowType);
    }

    /**
     * A store in which equal rows are one row with a weight, and rows are found by a key.
     *
     * @param key columns of which few rows have the same values at any time
     */
    public static ViewStore keyed(RowType rowType, int[] key) {
        int[] all = IntStream.range(0, rowType.size()).toArray();
        return new ViewStore(rowType, new RowEquality(all), new RowEquality(key));
    }

    /** Rows now, counting copies. */
    public long size() {
        return copies;
    }

    public long bytes() {
        return rows.bytes() + versions.bytes() + index.bytes();
    }

    /** Applies the delta of a batch. */
    public void apply(long batch, List<Page> delta) {
        for (Page page : delta) {
            changing(() -> {
                lastBatch = batch;
                if (!indexed && page.weights() == null) {
                    append(page);
                } else {
                    applyWeighted(batch, page);
                }
            });
        }
    }

    /** Changes some rows while nobody looks any up; not for more than a page of them. */
    void changing(Runnable change) {
        lock.writeLock().lock();
        try {
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The batch is committed: what it changed stays. */
    public void commit() {
        if (rows.rows() != committedRows || removedCount > 0) {
            history.changed();
        }
        if (dead > MIN_DEAD_TO_VACUUM && dead > rows.rows() / 2) {
            vacuum();
        }
        committedRows = rows.rows();
        committedCopies = copies;
        removedCount = 0;
        if (departed != null) {
            changing(departed::forgetOld);
        }
    }

    /** Takes back all that was changed since the last commit. */
    public void abort(long batch) {
        changing(() -> takeBack(batch));
        commit();
    }

    private void takeBack(long batch) {
        if (departed != null) {
            departed.takeBack(removedCount);
        }
        for (int row = committedRows; row < rows.rows(); row++) {
            if (versions.isAlive(row)) {
                if (indexed) {
                    unindex(places.hash(rows.block(row))[RowBlocks.offset(row)], row);
                }
                versions.kill(row, batch);
                dead++;
            }
        }
        for (int i = 0; i < removedCount; i++) {
            if (removed[i] < committedRows) {
                versions.revive(removed[i]);
                index.add(removedHashes[i], removed[i]);
                dead--;
            }
        }
        copies = committedCopies;
        removedCount = 0;
    }

    /** Puts a row in the place of the one with the same identity, if there is one. */
    void replace(long batch, Page page, int row, int hash) {
        int old = find(page, row, hash);
        if (old >= 0) {
            remove(batch, hash, old);
        }
        index.add(hash, store(page, row, 1));
    }

    /** All that may need memory comes before anything is changed. */
    private void remove(long batch, int hash, int old) {
        if (removedCount == removed.length) {
            int[] moreHashes = Arrays.copyOf(removedHashes, removedCount * 2);
            removed = Arrays.copyOf(removed, removedCount * 2);
            removedHashes = moreHashes;
        }
        versions.kill(old, batch);
        unindex(hash, old);
        dead++;
        copies -= versions.weight(old);
        removed[removedCount] = old;
        removedHashes[removedCount++] = hash;
        lastBatch = batch;
        if (departed != null) {
            departed.add(old, hash, batch);
        }
    }

    /** Takes a row out of the index, if it is there: a batch may have broken off between storing a row and finding it a place. */
    private void unindex(int hash, int row) {
        int slot = index.first(hash);
        while (index.row(slot) >= 0 && index.row(slot) != row) {
            slot = index.next(slot);
        }
        if (index.row(slot) == row) {
            index.removeSlot(slot);
        }
    }

    /** How many copies a current row stands for. */
    long copies(int row) {
        return versions.weight(row);
    }

    /** Takes one copy of a current row away. */
    void removeCopy(long batch, int row, int hash) {
        long before = versions.weight(row);
        Page block = block(row);
        remove(batch, hash, row);
        if (before > 1) {
            index.add(hash, store(block, RowBlocks.offset(row), before - 1));
        }
    }

    int[] identity() {
        return equality.columns();
    }

    private void append(Page page) {
        for (int row = 0; row < page.size(); row++) {
            store(page, row, 1);
        }
    }

    private int store(Page page, int row, long weight) {
        int number = rows.append(page, row);
        versions.add(number, weight);
        copies += weight;
        return number;
    }

    private void applyWeighted(long batch, Page page) {
        int[] hashes = places.hash(page);
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
                    && equality.equal(rows.block(candidate), RowBlocks.offset(candidate), page, row)) {
                return candidate;
            }
        }
        return -1;
    }

    /** The identity hashes of the rows of a page. */
    int[] hash(Page page) {
        return places.hash(page);
    }

    /** The page that holds a row, at {@link RowBlocks#offset}. */
    Page block(int row) {
        return rows.block(row);
    }

    private void change(long batch, Page page, int row, int hash, long delta) {
        int old = find(page, row, hash);
        long before = 0;
        if (old >= 0) {
            before = versions.weight(old);
            remove(batch, hash, old);
        }
        if (before + delta != 0) {
            index.add(hash, store(page, row, before + delta));
        }
    }

    private void indexAll() {
        RowIndex all = new RowIndex();
        int first = 0;
        for (Page block : rows.blocks()) {
            int[] hashes = places.hash(block);
            for (int row = 0; row < block.size(); row++) {
                if (versions.isAlive(first + row)) {
                    all.add(hashes[row], first + row);
                }
            }
            first += block.size();
        }
        changing(() -> {
            index = all;
            indexed = true;
        });
    }

    /** Leaves dead rows behind. That needs room for the living ones a second time; without it they wait. */
    private void vacuum() {
        ViewStore living = new ViewStore(rowType, equality, places);
        try {
            for (int row = 0; row < rows.rows(); row++) {
                if (versions.isAlive(row)) {
                    living.store(rows.block(row), RowBlocks.offset(row), versions.weight(row));
                }
            }
            living.indexAll();
        } catch (OutOfMemoryError e) {
            log.warn("the heap has no room to leave dead rows of a view behind");
            return;
        }
        changing(() -> {
            rows = living.rows;
            versions = living.versions;
            index = living.index;
            indexed = true;
            departed = null;
            renumbered++;
        });
        copies = living.copies;
        dead = 0;
        history.rewritten();
    }

    /** The rows as of a batch that has just been applied; to be called before the next one is. */
    public RelationSnapshot snapshot(long batch) {
        return taken(batch);
    }

    private ViewSnapshot taken(long batch) {
        return new ViewSnapshot(batch, rows.blocks(), versions.view(), copies, this, renumbered);
    }

    /**
     * The rows of a snapshot that have some keys, by any thread.
     *
     * @param key the columns of the key
     * @param keys pages with these columns, in this order
     * @return empty when they cannot be found without reading all rows
     */
    Optional<List<Page>> lookUp(ViewSnapshot at, int[] key, List<Page> keys) {
        if (!Arrays.equals(key, places.columns()) || !isWatched(at)) {
            return Optional.empty();
        }
        RowsByKey found = new RowsByKey(at, rowType, places);
        lock.readLock().lock();
        try {
            if (departed == null || renumbered != at.renumbered() || at.batch() < departed.since()) {
                return Optional.empty();
            }
            keys.forEach(page -> found.find(page, index, departed.index()));
        } finally {
            lock.readLock().unlock();
        }
        return Optional.of(found.pages());
    }

    /** From the first time on that somebody looks rows up, those that leave are remembered for a while. */
    private boolean isWatched(ViewSnapshot at) {
        if (departed != null) {
            return true;
        }
        lock.writeLock().lock();
        try {
            boolean between = removedCount == 0 && rows.rows() == committedRows;
            if (departed == null && between) {
                if (!indexed) {
                    indexAll();
                }
                departed = new DepartedRows(lastBatch);
            }
            return departed != null && at.renumbered() == renumbered;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The rows as of the last batch, for a checkpoint; between batches. */
    public Content cut(String name, long batch) {
        ViewCut cut = new ViewCut(taken(batch), indexed);
        return history.cut(name, new ViewCut.Mark(rows.rows(), batch), rows.rows() - dead, cut::write);
    }

    /**
     * Takes over the rows of a checkpoint, before anything else is done.
     *
     * @param batch of the checkpoint
     */
    public void restore(ContentChain chain, long batch) throws IOException {
        chain.read(files -> {
            boolean wasIndexed = false;
            for (int i = 0; i < files.size(); i++) {
                boolean first = i == 0;
                wasIndexed = ViewCut.read(files.get(i), rowType, page -> takeOver(page, batch, first));
            }
            if (wasIndexed && !indexed) {
                indexAll();
            }
        });
        lastBatch = batch;
        commit();
        history.restored(chain, new ViewCut.Mark(rows.rows(), batch));
    }

    /** Takes rows of which none are there, or changes of those that are. */
    private void takeOver(Page page, long batch, boolean first) {
        if (!first) {
            applyWeighted(batch, page);
            return;
        }
        int number = rows.rows();
        if (page.weights() == null && rows.adopt(page)) {
            versions.addBlock(number);
            copies += page.size();
            return;
        }
        for (int row = 0; row < page.size(); row++) {
            store(page, row, page.weight(row));
        }
    }
}
