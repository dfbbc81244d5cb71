package io.millrace.engine.state;

import io.millrace.engine.memory.Scratch;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;

/**
 * The bytes of strings, one array per block of ids, which is only appended to. At the end of a batch, an array that is mostly garbage
 * is replaced by one without: until then, and in cuts, old slices stay readable.
 */
final class BytesBlocks implements StateContainer {

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_BYTES = 256;
    private static final int LEAST_GARBAGE = 1 << 12;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private record Cut(LongCells.Cut slices, byte[][] data) implements StateCut {
        @Override
        public int number() {
            return slices.number();
        }

        @Override
        public int changedBlocks(int since) {
            return slices.changedBlocks(since);
        }

        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeInt(changedBlocks(since));
            writer.end();
            for (int block = 0; block < data.length; block++) {
                if (slices.hasChanged(block, since)) {
                    writeBlock(writer, block, (long[]) slices.block(block));
                }
            }
        }

        private void writeBlock(StateWriter writer, int block, long[] blockSlices) {
            writer.begin();
            writer.writeInt(block);
            writer.writeInt(blockSlices.length);
            for (long slice : blockSlices) {
                writer.writeInt((int) slice);
            }
            for (long slice : blockSlices) {
                writer.writeBytes(data[block], (int) (slice >>> 32), (int) slice);
            }
            writer.end();
        }
    }

    private final LongCells slices;
    private final boolean scratch;
    private final boolean rewritten;
    private byte[][] data = new byte[1][];
    private int[] used = new int[1];
    private long[] garbage = new long[1];
    private int blocks;
    /** Blocks that may have got garbage in the batch. */
    private int[] littered = new int[0];

    private boolean[] isLittered = new boolean[1];
    private int litteredCount;

    BytesBlocks(LongCells slices, Versions versions) {
        this.slices = slices;
        this.scratch = versions == Versions.NONE;
        this.rewritten = versions == Versions.BATCHES;
    }

    void reserve(int wanted) {
        if (wanted > data.length) {
            int length = Math.max(wanted, data.length * 2);
            data = Arrays.copyOf(data, length);
            used = Arrays.copyOf(used, length);
            garbage = Arrays.copyOf(garbage, length);
            isLittered = Arrays.copyOf(isLittered, length);
        }
        for (; blocks < wanted; blocks++) {
            data[blocks] = NOTHING;
        }
    }

    /** The array that the slice of an id is of. */
    byte[] of(int id) {
        return data[id >>> Cells.SHIFT];
    }

    void write(int id, byte[] source, int start, int length) {
        int block = id >>> Cells.SHIFT;
        long[] blockSlices = slices.writable(id);
        int old = (int) blockSlices[id & Cells.MASK];
        if (old != 0 || rewritten) {
            garbage[block] += old;
            litter(block);
        }
        if (length > data[block].length - used[block]) {
            blockSlices[id & Cells.MASK] = 0;
            makeRoom(block, length);
        }
        if (length > 0) {
            System.arraycopy(source, start, data[block], used[block], length);
        }
        blockSlices[id & Cells.MASK] = slice(used[block], length);
        used[block] += length;
    }

    /** The slice of an empty string starts at 0, whatever the array. */
    private static long slice(int start, int length) {
        return length == 0 ? 0 : (long) start << 32 | length;
    }

    private void litter(int block) {
        if (!isLittered[block]) {
            if (litteredCount == littered.length) {
                littered = Arrays.copyOf(littered, Math.max(4, litteredCount * 2));
            }
            isLittered[block] = true;
            littered[litteredCount++] = block;
        }
    }

    private void makeRoom(int block, int length) {
        if (scratch && isMostlyGarbage(block)) {
            compact(block, length);
            return;
        }
        long needed = (long) used[block] + length;
        long guess = block > 0 && used[block] == 0 ? used[block - 1] + (used[block - 1] >>> 3) : FIRST_BYTES;
        long wanted = Math.max(needed, Math.max(guess, data[block].length * 2L));
        if (needed > MOST_BYTES) {
            throw tooLong("the strings that a query remembers in a thousand rows");
        }
        data[block] = Arrays.copyOf(data[block], (int) Math.min(wanted, MOST_BYTES));
    }

    private static MillraceException tooLong(String what) {
        return new MillraceException(
                ErrorCode.LIMIT_EXCEEDED,
                what + " exceed 2 GiB; bound its state by a window or a watermark, or let it keep shorter strings");
    }

    private boolean isMostlyGarbage(int block) {
        return garbage[block] > LEAST_GARBAGE && garbage[block] > used[block] / 2;
    }

    private void compact(int block, int room) {
        long[] blockSlices = slices.writable(block << Cells.SHIFT);
        long live = used[block] - garbage[block] + room;
        byte[] copy = new byte[(int) Math.min(MOST_BYTES, live + (live >>> 2))];
        int at = 0;
        for (int i = 0; i < blockSlices.length; i++) {
            int length = (int) blockSlices[i];
            System.arraycopy(data[block], (int) (blockSlices[i] >>> 32), copy, at, length);
            blockSlices[i] = slice(at, length);
            at += length;
        }
        data[block] = copy;
        used[block] = at;
        garbage[block] = 0;
    }

    void forget(int id) {
        int length = (int) slices.get(id);
        if (length > 0) {
            int block = id >>> Cells.SHIFT;
            slices.writable(id)[id & Cells.MASK] = 0;
            garbage[block] += length;
            litter(block);
        }
    }

    /** Forgets the strings of all ids below one, of scratch space. */
    void clear(int ids) {
        for (int block = 0; block << Cells.SHIFT < ids; block++) {
            Arrays.fill(slices.writable(block << Cells.SHIFT), 0);
            data[block] = used[block] == 0 ? data[block] : new byte[data[block].length];
            used[block] = 0;
            garbage[block] = 0;
        }
    }

    /** Writes the slices of {@code ids[0..count)} and returns the array that they are of: a copy, unless one block has them all. */
    byte[] gather(int[] ids, int count, int[] starts, int[] lengths) {
        if (count == 0) {
            return NOTHING;
        }
        int block = ids[0] >>> Cells.SHIFT;
        boolean alone = true;
        long total = 0;
        for (int i = 0; i < count; i++) {
            int id = ids[i];
            long slice = slices.get(id);
            starts[i] = (int) (slice >>> 32);
            lengths[i] = (int) slice;
            alone &= id >>> Cells.SHIFT == block;
            total += i > 0 && ids[i - 1] == id ? 0 : lengths[i];
        }
        return alone ? data[block] : copy(ids, count, starts, lengths, total);
    }

    private byte[] copy(int[] ids, int count, int[] starts, int[] lengths, long total) {
        if (total > MOST_BYTES) {
            throw tooLong("the strings that a query gives out at once");
        }
        if (total > Scratch.UNNOTICED) {
            Scratch.take(total);
        }
        byte[] copy = new byte[(int) total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && ids[i - 1] == ids[i]) {
                starts[i] = starts[i - 1];
                continue;
            }
            System.arraycopy(data[ids[i] >>> Cells.SHIFT], starts[i], copy, at, lengths[i]);
            starts[i] = at;
            at += lengths[i];
        }
        return copy;
    }

    @Override
    public void commit() {
        for (int i = 0; i < litteredCount; i++) {
            int block = littered[i];
            isLittered[block] = false;
            if (garbage[block] == used[block]) {
                data[block] = NOTHING;
                used[block] = 0;
                garbage[block] = 0;
            } else if (isMostlyGarbage(block)) {
                compact(block, 0);
            }
        }
        litteredCount = 0;
        slices.commit();
    }

    @Override
    public void abort() {
        slices.abort();
        for (int i = 0; rewritten && i < litteredCount; i++) {
            long live = 0;
            for (long slice : slices.blocks()[littered[i]]) {
                live += (int) slice;
            }
            garbage[littered[i]] = used[littered[i]] - live;
        }
    }

    @Override
    public StateCut cut() {
        return new Cut(slices.cutCells(), Arrays.copyOf(data, slices.blockCount()));
    }

    @Override
    public void read(StateReader reader) {
        reader.begin();
        int changed = reader.readCount();
        reader.end();
        for (int i = 0; i < changed; i++) {
            reader.begin();
            readBlock(reader);
            reader.end();
        }
    }

    private void readBlock(StateReader reader) {
        int block = reader.readCount();
        int length = reader.readCount();
        if (length > Cells.SIZE) {
            throw reader.unfit();
        }
        long[] blockSlices = (long[]) slices.newBlockAt(block, length, reader);
        long total = 0;
        for (int i = 0; i < length; i++) {
            int size = reader.readCount();
            blockSlices[i] = slice((int) Math.min(total, MOST_BYTES), size);
            total += size;
        }
        if (total > MOST_BYTES) {
            throw reader.unfit();
        }
        reserve(slices.blockCount());
        data[block] = reader.readBytes((int) total);
        used[block] = (int) total;
        garbage[block] = 0;
    }

    @Override
    public long bytes() {
        long bytes = slices.bytes();
        for (int block = 0; block < blocks; block++) {
            bytes += data[block].length;
        }
        return bytes;
    }
}
