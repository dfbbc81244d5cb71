package io.millrace.jdbc.columns;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * The lists of parameters of a batch as columns, in blocks of bytes: what is added takes about as much memory as it takes on its way.
 * Used by one thread at a time.
 */
public final class BatchLists {

    private static final int MOST_ROWS = 8_192;
    private static final int MOST_BYTES = 1 << 19;

    private final BatchColumn[] columns;
    private final SentKind[] kinds;
    private final Deque<byte[]> blocks = new ArrayDeque<>();
    private int rows;

    /** @param parameters how many the statement has */
    public BatchLists(int parameters) {
        columns = new BatchColumn[parameters];
        kinds = new SentKind[parameters];
        clear();
    }

    /** Drops all lists. */
    public void clear() {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new BatchColumn();
        }
        blocks.clear();
        rows = 0;
    }

    /**
     * Adds a list, or nothing when a value cannot be sent.
     *
     * @param values null in the place of one that was not set
     */
    public void add(TypedValue[] values) {
        boolean taken = true;
        for (int i = 0; i < columns.length; i++) {
            kinds[i] = SentKind.of(values[i]);
            taken &= columns[i].takes(kinds[i]);
        }
        if (!taken) {
            endBlock();
        }
        int bytes = 0;
        try {
            for (int i = 0; i < columns.length; i++) {
                columns[i].add(values[i], kinds[i]);
                bytes += columns[i].size();
            }
        } catch (RuntimeException failure) {
            for (BatchColumn column : columns) {
                column.shorten(rows);
            }
            throw failure;
        }
        rows++;
        if (rows == MOST_ROWS || bytes >= MOST_BYTES) {
            endBlock();
        }
    }

    private void endBlock() {
        // lists without values take a byte each: nobody makes many lists of few bytes
        int size = 2 * Integer.BYTES + (columns.length == 0 ? rows : 0);
        for (BatchColumn column : columns) {
            size = Math.addExact(size, column.blockSize());
        }
        ByteBuffer block = ByteBuffer.allocate(size);
        block.putInt(rows).putInt(columns.length);
        for (BatchColumn column : columns) {
            column.end(block);
        }
        blocks.add(block.array());
        rows = 0;
    }

    /** Whether blocks are left to be taken. */
    boolean hasBlocks() {
        return !blocks.isEmpty();
    }

    /** Begins to be sent: nothing more is added. */
    void end() {
        if (rows > 0) {
            endBlock();
        }
    }

    /** The next block, unless it is longer than that; null when it is, or there is none. */
    byte[] take(int most) {
        byte[] next = blocks.peek();
        return next == null || next.length > most ? null : blocks.remove();
    }
}
