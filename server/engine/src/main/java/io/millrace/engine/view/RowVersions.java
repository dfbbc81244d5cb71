package io.millrace.engine.view;

import java.util.Arrays;

/**
 * The batch in which each row of a {@link ViewStore} died, and how many copies it stands for.
 *
 * <p>Kept in blocks that exist only where a row died or has copies: rows of a view that only grows cost nothing here, and growing
 * copies no more than the list of blocks. Written by one thread; a {@link View} is read by any, and shows a row that dies later as
 * alive, because it dies in a batch after that of the view.
 */
final class RowVersions {

    static final long ALIVE = Long.MAX_VALUE;

    private static final int BLOCK_BITS = RowBlocks.BLOCK_BITS;
    private static final int BLOCK_ROWS = 1 << BLOCK_BITS;
    private static final int MASK = BLOCK_ROWS - 1;

    private long[][] died = new long[16][];
    private long[][] weights = new long[16][];
    private long blockBytes;

    /** What readers of one batch see. */
    record View(long[][] died, long[][] weights) {

        /** When the rows of a block died; null when all are alive. */
        long[] died(int block) {
            return block < died.length ? died[block] : null;
        }

        /** The weights of the rows of a block; null when all are 1. */
        long[] weights(int block) {
            return block < weights.length ? weights[block] : null;
        }
    }

    View view() {
        return new View(died, weights);
    }

    boolean isAlive(int row) {
        long[] block = died[row >>> BLOCK_BITS];
        return block == null || block[row & MASK] == ALIVE;
    }

    long died(int row) {
        long[] block = died[row >>> BLOCK_BITS];
        return block == null ? ALIVE : block[row & MASK];
    }

    long weight(int row) {
        long[] block = weights[row >>> BLOCK_BITS];
        return block == null ? 1 : block[row & MASK];
    }

    /** A row is new, alive. */
    void add(int row, long weight) {
        int block = row >>> BLOCK_BITS;
        if (block == died.length) {
            long[][] moreWeights = Arrays.copyOf(weights, block * 2);
            died = Arrays.copyOf(died, block * 2);
            weights = moreWeights;
        }
        if (weight != 1 && weights[block] == null) {
            weights[block] = filled(1);
        }
        if (weights[block] != null) {
            weights[block][row & MASK] = weight;
        }
    }

    /** A block of new rows, each alive and without copies. */
    void addBlock(int firstRow) {
        add(firstRow, 1);
    }

    void kill(int row, long batch) {
        int block = row >>> BLOCK_BITS;
        if (died[block] == null) {
            died[block] = filled(ALIVE);
        }
        died[block][row & MASK] = batch;
    }

    void revive(int row) {
        died[row >>> BLOCK_BITS][row & MASK] = ALIVE;
    }

    private long[] filled(long value) {
        long[] block = new long[BLOCK_ROWS];
        Arrays.fill(block, value);
        blockBytes += BLOCK_ROWS * 8L;
        return block;
    }

    long bytes() {
        return blockBytes + died.length * 16L;
    }
}
