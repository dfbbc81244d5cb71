package io.millrace.engine.state.cell;

import java.util.Arrays;

/**
 * Values by id in blocks of {@link #SIZE}; only the array of pointers to them grows, and a block alone while it is the first.
 *
 * <p>A block that an older version shares is replaced by a copy before it is written. Those that may be written at once also stand
 * in a second array of pointers, so that a write costs one look and a comparison with null; opening it makes the copy.
 */
public abstract class Cells implements StateContainer {

    /** An id's block is {@code id >>> SHIFT}. */
    public static final int SHIFT = 10;

    /** Cells per block. */
    public static final int SIZE = 1 << SHIFT;

    /** An id's place in its block is {@code id & MASK}. */
    public static final int MASK = SIZE - 1;

    private static final int FIRST_CELLS = 16;

    private final Versions versions;
    private Object[] blocks;
    private Object[] writable;
    private int count;
    private int capacity;
    /** By block: how many cuts had been taken when it was last replaced, plus one. */
    private int[] changedIn = new int[1];

    private int cuts;
    private int[] opened = new int[0];
    private Object[] before = new Object[0];
    private int openedCount;
    /** Cells of older blocks that are kept until the batch ends. */
    private long keptCells;

    Cells(Versions versions, Object[] blocks) {
        this.versions = versions;
        this.blocks = blocks;
        this.writable = versions == Versions.NONE ? blocks : blocks.clone();
    }

    /** An array whose cells have their first value. */
    abstract Object newBlock(int length);

    /** A copy with further cells of the first value, if the length is greater. */
    abstract Object copy(Object block, int length);

    abstract int length(Object block);

    /** Takes the arrays of pointers, which have the runtime type that the constructor gave. */
    abstract void point(Object[] newBlocks, Object[] newWritable);

    abstract void writeBlock(StateWriter writer, Object block);

    abstract void readBlock(StateReader reader, Object block);

    abstract int bytesPerCell();

    /** Lets the subclass, once it is made, take the first arrays of pointers. */
    final void pointAgain() {
        point(blocks, writable);
    }

    /** Makes room for the ids below {@code cells}. */
    public final void reserve(int cells) {
        if (cells > capacity) {
            grow(cells);
        }
    }

    /** How many ids have room. */
    public final int capacity() {
        return capacity;
    }

    public final int blockCount() {
        return count;
    }

    private void grow(int cells) {
        if (capacity < SIZE) {
            int length = Math.min(SIZE, Math.max(cells, Math.max(FIRST_CELLS, capacity * 2)));
            if (count == 0) {
                append(newBlock(length));
            } else {
                if (writable[0] == null) {
                    open(0, length);
                } else {
                    put(0, copy(blocks[0], length));
                }
            }
            capacity = length;
        }
        while (capacity < cells) {
            append(newBlock(SIZE));
            capacity += SIZE;
        }
    }

    private void append(Object block) {
        if (count == blocks.length) {
            int length = count * 2;
            Object[] more = Arrays.copyOf(blocks, length);
            writable = versions == Versions.NONE ? more : Arrays.copyOf(writable, length);
            blocks = more;
            changedIn = Arrays.copyOf(changedIn, length);
            point(blocks, writable);
        }
        if (versions == Versions.BATCHES) {
            remember(count, null);
        }
        put(count++, block);
    }

    private void put(int index, Object block) {
        blocks[index] = block;
        writable[index] = block;
        changedIn[index] = cuts + 1;
    }

    /** Replaces a block by a copy that may be written. */
    final Object openBlock(int index) {
        return open(index, length(blocks[index]));
    }

    private Object open(int index, int length) {
        Object copy = copy(blocks[index], length);
        if (versions == Versions.BATCHES) {
            remember(index, blocks[index]);
        }
        put(index, copy);
        return copy;
    }

    private void remember(int index, Object old) {
        if (openedCount == opened.length) {
            int length = Math.max(4, openedCount * 2);
            opened = Arrays.copyOf(opened, length);
            before = Arrays.copyOf(before, length);
        }
        opened[openedCount] = index;
        before[openedCount++] = old;
        keptCells += old == null ? 0 : length(old);
    }

    @Override
    public void commit() {
        for (int i = 0; i < openedCount; i++) {
            writable[opened[i]] = null;
            before[i] = null;
        }
        openedCount = 0;
        keptCells = 0;
    }

    @Override
    public void abort() {
        for (int i = openedCount - 1; i >= 0; i--) {
            int index = opened[i];
            int length = length(blocks[index]);
            if (before[i] == null) {
                blocks[index] = newBlock(length);
            } else {
                blocks[index] = length(before[i]) == length ? before[i] : copy(before[i], length);
            }
            writable[index] = null;
            before[i] = null;
        }
        openedCount = 0;
        keptCells = 0;
    }

    @Override
    public final StateCut cut() {
        return cutCells();
    }

    /** As {@link #cut}, for those who write cells in their own way. */
    public final Cut cutCells() {
        if (versions == Versions.NONE || openedCount > 0) {
            throw new IllegalStateException(
                    versions == Versions.NONE ? "scratch space is not cut" : "state is cut within a batch");
        }
        Arrays.fill(writable, 0, count, null);
        return new Cut(this, ++cuts, Arrays.copyOf(blocks, count), Arrays.copyOf(changedIn, count));
    }

    @Override
    public final void read(StateReader reader) {
        reader.begin();
        int changed = reader.readCount();
        reader.end();
        for (int i = 0; i < changed; i++) {
            reader.begin();
            int index = reader.readCount();
            int length = reader.readCount();
            if (length > SIZE) {
                throw reader.unfit();
            }
            readBlock(reader, newBlockAt(index, length, reader));
            reader.end();
        }
    }

    /** Takes a block from elsewhere in place of that of this index, the last or the one behind it. */
    public final Object newBlockAt(int index, int length, StateReader reader) {
        if (index > count
                || (index < count - 1 && length != SIZE)
                || (index == count && index > 0 && capacity % SIZE > 0)) {
            throw reader.unfit();
        }
        if (index == count) {
            append(newBlock(length));
        } else {
            put(index, newBlock(length));
        }
        capacity = (count - 1) * SIZE + length(blocks[count - 1]);
        commit();
        writable[index] = null;
        changedIn[index] = StateCut.RESTORED;
        return blocks[index];
    }

    @Override
    public final long bytes() {
        return (capacity + keptCells) * bytesPerCell();
    }

    /** The blocks at one moment. */
    public static final class Cut implements StateCut {

        private final Cells cells;
        private final int number;
        private final Object[] blocks;
        private final int[] changedIn;

        Cut(Cells cells, int number, Object[] blocks, int[] changedIn) {
            this.cells = cells;
            this.number = number;
            this.blocks = blocks;
            this.changedIn = changedIn;
        }

        @Override
        public int number() {
            return number;
        }

        public int blockCount() {
            return blocks.length;
        }

        public Object block(int index) {
            return blocks[index];
        }

        public boolean hasChanged(int index, int since) {
            return changedIn[index] > since;
        }

        @Override
        public int changedBlocks(int since) {
            if (since == NEVER) {
                return blocks.length; // asked at each cut, while batches wait
            }
            int changed = 0;
            for (int index = 0; index < blocks.length; index++) {
                changed += hasChanged(index, since) ? 1 : 0;
            }
            return changed;
        }

        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeInt(changedBlocks(since));
            writer.end();
            for (int index = 0; index < blocks.length; index++) {
                if (hasChanged(index, since)) {
                    writer.begin();
                    writer.writeInt(index);
                    writer.writeInt(cells.length(blocks[index]));
                    cells.writeBlock(writer, blocks[index]);
                    writer.end();
                }
            }
        }
    }
}
