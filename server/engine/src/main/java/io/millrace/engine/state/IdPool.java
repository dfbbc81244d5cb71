package io.millrace.engine.state;

import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Gives out small, dense ids. One that becomes free is given again, but not within the batch, so that its row can come back if
 * the batch is taken back.
 */
public final class IdPool implements StateContainer {

    private record Cut(StateCut bits, int limit) implements StateCut {
        @Override
        public int number() {
            return bits.number();
        }

        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeInt(limit);
            writer.end();
            bits.write(writer, since);
        }

        @Override
        public int changedBlocks(int since) {
            return bits.changedBlocks(since);
        }
    }

    private final boolean scratch;
    private final LongCells live;
    private final IntCells free = new IntCells(Versions.NONE);
    private int limit;
    private int size;
    private int freeCount;
    private int[] released = new int[0];
    private int releasedCount;
    private int committedLimit;
    private int committedSize;
    private int committedFree;

    /** @param versions NONE for scratch space, in which a free id may be given again at once */
    public IdPool(Versions versions) {
        this.scratch = versions == Versions.NONE;
        this.live = new LongCells(scratch ? Versions.NONE : Versions.CUTS);
    }

    /** An id that is not in use. */
    public int take() {
        int id;
        if (freeCount > 0) {
            id = free.get(--freeCount);
        } else {
            live.reserve((limit >>> 6) + 1);
            id = limit++;
        }
        size++;
        live.writable(id >>> 6)[id >>> 6 & LongCells.MASK] |= 1L << id;
        return id;
    }

    /** Lets an id become free, if it is in use. */
    public boolean release(int id) {
        if (!isLive(id)) {
            return false;
        }
        live.writable(id >>> 6)[id >>> 6 & LongCells.MASK] &= ~(1L << id);
        size--;
        if (scratch) {
            push(id);
        } else {
            if (releasedCount == released.length) {
                released = Arrays.copyOf(released, Math.max(16, releasedCount * 2));
            }
            released[releasedCount++] = id;
        }
        return true;
    }

    private void push(int id) {
        free.reserve(freeCount + 1);
        free.set(freeCount++, id);
    }

    /** Whether an id is in use. */
    public boolean isLive(int id) {
        return id < limit && (live.get(id >>> 6) >>> id & 1L) != 0;
    }

    /** One more than the greatest id in use, or ever given since none was. */
    public int limit() {
        return limit;
    }

    public int size() {
        return size;
    }

    /** Writes the ids in use to {@code ids}, ascending; returns how many there are. */
    public int ids(int[] ids) {
        int count = 0;
        for (int word = 0; word < (limit + 63) >>> 6; word++) {
            for (long bits = live.get(word); bits != 0; bits &= bits - 1) {
                ids[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return count;
    }

    /** The ids in use, ascending. */
    public int[] ids() {
        int[] ids = new int[size];
        ids(ids);
        return ids;
    }

    /** Lets all ids become free. */
    public void clear() {
        if (!scratch) {
            int[] ids = new int[size];
            int count = ids(ids);
            for (int i = 0; i < count; i++) {
                release(ids[i]);
            }
            return;
        }
        for (int word = 0; word < (limit + 63) >>> 6; word++) {
            live.set(word, 0);
        }
        limit = 0;
        size = 0;
        freeCount = 0;
    }

    @Override
    public void commit() {
        commit(null);
    }

    /** @param forgotten takes the ids that are free from now on; null if nobody has to know */
    void commit(IntConsumer forgotten) {
        for (int i = 0; forgotten != null && i < releasedCount; i++) {
            forgotten.accept(released[i]);
        }
        if (size == 0) {
            limit = 0;
            freeCount = 0;
        } else {
            free.reserve(freeCount + releasedCount);
            for (int i = 0; i < releasedCount; i++) {
                free.set(freeCount++, released[i]);
            }
        }
        releasedCount = 0;
        committedLimit = limit;
        committedSize = size;
        committedFree = freeCount;
    }

    @Override
    public void abort() {
        abort(id -> {});
    }

    /** @param forgotten takes the ids that the batch had given out */
    void abort(IntConsumer forgotten) {
        for (int i = 0; i < releasedCount; i++) {
            live.writable(released[i] >>> 6)[released[i] >>> 6 & LongCells.MASK] |= 1L << released[i];
        }
        for (int at = freeCount; at < committedFree; at++) {
            dropAdded(free.get(at), forgotten);
        }
        for (int id = committedLimit; id < limit; id++) {
            dropAdded(id, forgotten);
        }
        releasedCount = 0;
        limit = committedLimit;
        size = committedSize;
        freeCount = committedFree;
    }

    private void dropAdded(int id, IntConsumer forgotten) {
        live.writable(id >>> 6)[id >>> 6 & LongCells.MASK] &= ~(1L << id);
        forgotten.accept(id);
    }

    /** Whether the batch has given out ids or let any become free. */
    boolean hasChanged() {
        return releasedCount > 0 || freeCount != committedFree || limit != committedLimit;
    }

    @Override
    public StateCut cut() {
        return new Cut(live.cut(), limit);
    }

    @Override
    public void read(StateReader reader) {
        reader.begin();
        limit = reader.readCount();
        reader.end();
        live.read(reader);
        if (live.capacity() < (limit + 63L) >>> 6) {
            throw reader.unfit();
        }
        size = 0;
        for (int word = 0; word < (limit + 63) >>> 6; word++) {
            size += Long.bitCount(live.get(word));
        }
        freeCount = 0;
        for (int id = limit - 1; id >= 0; id--) {
            if (!isLive(id)) {
                push(id);
            }
        }
        committedLimit = limit;
        committedSize = size;
        committedFree = freeCount;
    }

    @Override
    public long bytes() {
        return live.bytes() + free.bytes() + released.length * 4L;
    }
}
