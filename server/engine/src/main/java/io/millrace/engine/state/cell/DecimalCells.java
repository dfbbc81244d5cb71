package io.millrace.engine.state.cell;

import java.math.BigDecimal;
import java.util.Arrays;

/** {@link Cells} of decimals, zero before they are written. */
public final class DecimalCells extends Cells {

    private BigDecimal[][] blocks;
    private BigDecimal[][] writable;

    public DecimalCells(Versions versions) {
        super(versions, new BigDecimal[1][]);
        pointAgain();
    }

    public BigDecimal get(int id) {
        return blocks[id >>> SHIFT][id & MASK];
    }

    public void set(int id, BigDecimal value) {
        writable(id)[id & MASK] = value;
    }

    /** The blocks, for loops that read; valid until room is made. */
    public BigDecimal[][] blocks() {
        return blocks;
    }

    /** The blocks that may be written, null where {@link #open} must be asked; valid until room is made. */
    public BigDecimal[][] writable() {
        return writable;
    }

    /** The block of an id, to be written to. */
    public BigDecimal[] writable(int id) {
        BigDecimal[] block = writable[id >>> SHIFT];
        return block == null ? open(id) : block;
    }

    /** Makes the block of an id one that may be written, and returns it. */
    public BigDecimal[] open(int id) {
        return (BigDecimal[]) openBlock(id >>> SHIFT);
    }

    @Override
    void point(Object[] newBlocks, Object[] newWritable) {
        blocks = (BigDecimal[][]) newBlocks;
        writable = (BigDecimal[][]) newWritable;
    }

    @Override
    Object newBlock(int length) {
        BigDecimal[] block = new BigDecimal[length];
        Arrays.fill(block, BigDecimal.ZERO);
        return block;
    }

    @Override
    Object copy(Object block, int length) {
        BigDecimal[] old = (BigDecimal[]) block;
        BigDecimal[] copy = Arrays.copyOf(old, length);
        Arrays.fill(copy, old.length, length, BigDecimal.ZERO);
        return copy;
    }

    @Override
    int length(Object block) {
        return ((BigDecimal[]) block).length;
    }

    @Override
    void writeBlock(StateWriter writer, Object block) {
        for (BigDecimal value : (BigDecimal[]) block) {
            writer.writeDecimal(value);
        }
    }

    @Override
    void readBlock(StateReader reader, Object block) {
        BigDecimal[] values = (BigDecimal[]) block;
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.readDecimal();
        }
    }

    @Override
    int bytesPerCell() {
        return 48;
    }
}
