package io.millrace.engine.state.cell;

import java.util.Arrays;

/** {@link Cells} of {@code long} values. */
public final class LongCells extends Cells {

    private final long first;
    private long[][] blocks;
    private long[][] writable;

    public LongCells(Versions versions) {
        this(versions, 0);
    }

    /** @param first what a cell holds before it is written */
    public LongCells(Versions versions, long first) {
        super(versions, new long[1][]);
        this.first = first;
        pointAgain();
    }

    public long get(int id) {
        return blocks[id >>> SHIFT][id & MASK];
    }

    public void set(int id, long value) {
        writable(id)[id & MASK] = value;
    }

    public void add(int id, long value) {
        writable(id)[id & MASK] += value;
    }

    /** The blocks, for loops that read; valid until room is made. */
    public long[][] blocks() {
        return blocks;
    }

    /** The blocks that may be written, null where {@link #open} must be asked; valid until room is made. */
    public long[][] writable() {
        return writable;
    }

    /** The block of an id, to be written to. */
    public long[] writable(int id) {
        long[] block = writable[id >>> SHIFT];
        return block == null ? open(id) : block;
    }

    /** Makes the block of an id one that may be written, and returns it. */
    public long[] open(int id) {
        return (long[]) openBlock(id >>> SHIFT);
    }

    @Override
    void point(Object[] newBlocks, Object[] newWritable) {
        blocks = (long[][]) newBlocks;
        writable = (long[][]) newWritable;
    }

    @Override
    Object newBlock(int length) {
        long[] block = new long[length];
        if (first != 0) {
            Arrays.fill(block, first);
        }
        return block;
    }

    @Override
    Object copy(Object block, int length) {
        long[] old = (long[]) block;
        long[] copy = Arrays.copyOf(old, length);
        if (first != 0) {
            Arrays.fill(copy, old.length, length, first);
        }
        return copy;
    }

    @Override
    int length(Object block) {
        return ((long[]) block).length;
    }

    @Override
    void writeBlock(StateWriter writer, Object block) {
        writer.writeLongs((long[]) block, length(block));
    }

    @Override
    void readBlock(StateReader reader, Object block) {
        reader.readLongs((long[]) block, length(block));
    }

    @Override
    int bytesPerCell() {
        return Long.BYTES;
    }
}
