package io.millrace.engine.state.cell;

import java.util.Arrays;

/** {@link Cells} of {@code byte} values, or of flags. */
public final class ByteCells extends Cells {

    private final byte first;
    private byte[][] blocks;
    private byte[][] writable;

    public ByteCells(Versions versions) {
        this(versions, (byte) 0);
    }

    /** @param first what a cell holds before it is written */
    public ByteCells(Versions versions, byte first) {
        super(versions, new byte[1][]);
        this.first = first;
        pointAgain();
    }

    public byte get(int id) {
        return blocks[id >>> SHIFT][id & MASK];
    }

    public void set(int id, byte value) {
        writable(id)[id & MASK] = value;
    }

    /** Whether a cell, used as a flag, is set. */
    public boolean is(int id) {
        return blocks[id >>> SHIFT][id & MASK] != 0;
    }

    /** Sets a flag; a block in which nothing changes is not opened. */
    public void set(int id, boolean value) {
        if (is(id) != value) {
            writable(id)[id & MASK] = (byte) (value ? 1 : 0);
        }
    }

    /** The blocks, for loops that read; valid until room is made. */
    public byte[][] blocks() {
        return blocks;
    }

    /** The blocks that may be written, null where {@link #open} must be asked; valid until room is made. */
    public byte[][] writable() {
        return writable;
    }

    /** The block of an id, to be written to. */
    public byte[] writable(int id) {
        byte[] block = writable[id >>> SHIFT];
        return block == null ? open(id) : block;
    }

    /** Makes the block of an id one that may be written, and returns it. */
    public byte[] open(int id) {
        return (byte[]) openBlock(id >>> SHIFT);
    }

    @Override
    void point(Object[] newBlocks, Object[] newWritable) {
        blocks = (byte[][]) newBlocks;
        writable = (byte[][]) newWritable;
    }

    @Override
    Object newBlock(int length) {
        byte[] block = new byte[length];
        if (first != 0) {
            Arrays.fill(block, first);
        }
        return block;
    }

    @Override
    Object copy(Object block, int length) {
        byte[] old = (byte[]) block;
        byte[] copy = Arrays.copyOf(old, length);
        if (first != 0) {
            Arrays.fill(copy, old.length, length, first);
        }
        return copy;
    }

    @Override
    int length(Object block) {
        return ((byte[]) block).length;
    }

    @Override
    void writeBlock(StateWriter writer, Object block) {
        writer.writeBytes((byte[]) block, 0, length(block));
    }

    @Override
    void readBlock(StateReader reader, Object block) {
        reader.readBytes((byte[]) block, length(block));
    }

    @Override
    int bytesPerCell() {
        return Byte.BYTES;
    }
}
