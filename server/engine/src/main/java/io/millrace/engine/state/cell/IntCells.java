package io.millrace.engine.state.cell;

import java.util.Arrays;

/** {@link Cells} of {@code int} values. */
public final class IntCells extends Cells {

    private final int first;
    private int[][] blocks;
    private int[][] writable;

    public IntCells(Versions versions) {
        this(versions, 0);
    }

    /** @param first what a cell holds before it is written */
    public IntCells(Versions versions, int first) {
        super(versions, new int[1][]);
        this.first = first;
        pointAgain();
    }

    public int get(int id) {
        return blocks[id >>> SHIFT][id & MASK];
    }

    public void set(int id, int value) {
        writable(id)[id & MASK] = value;
    }

    public void add(int id, int value) {
        writable(id)[id & MASK] += value;
    }

    /** The blocks, for loops that read; valid until room is made. */
    public int[][] blocks() {
        return blocks;
    }

    /** The blocks that may be written, null where {@link #open} must be asked; valid until room is made. */
    public int[][] writable() {
        return writable;
    }

    /** The block of an id, to be written to. */
    public int[] writable(int id) {
        int[] block = writable[id >>> SHIFT];
        return block == null ? open(id) : block;
    }

    /** Makes the block of an id one that may be written, and returns it. */
    public int[] open(int id) {
        return (int[]) openBlock(id >>> SHIFT);
    }

    @Override
    void point(Object[] newBlocks, Object[] newWritable) {
        blocks = (int[][]) newBlocks;
        writable = (int[][]) newWritable;
    }

    @Override
    Object newBlock(int length) {
        int[] block = new int[length];
        if (first != 0) {
            Arrays.fill(block, first);
        }
        return block;
    }

    @Override
    Object copy(Object block, int length) {
        int[] old = (int[]) block;
        int[] copy = Arrays.copyOf(old, length);
        if (first != 0) {
            Arrays.fill(copy, old.length, length, first);
        }
        return copy;
    }

    @Override
    int length(Object block) {
        return ((int[]) block).length;
    }

    @Override
    void writeBlock(StateWriter writer, Object block) {
        writer.writeInts((int[]) block, length(block));
    }

    @Override
    void readBlock(StateReader reader, Object block) {
        reader.readInts((int[]) block, length(block));
    }

    @Override
    int bytesPerCell() {
        return Integer.BYTES;
    }
}
