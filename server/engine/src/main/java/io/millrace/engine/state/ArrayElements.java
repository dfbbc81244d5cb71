package io.millrace.engine.state;

import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;

/** The elements of arrays in a store that is only appended to, until the end of a batch finds it to be mostly garbage. */
final class ArrayElements implements StateContainer {

    private static final int LEAST_GARBAGE = 1 << 12;

    private record Cut(StateCut slices, StateCut elements, int used) implements StateCut {
        @Override
        public int number() {
            return slices.number();
        }

        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeInt(used);
            writer.end();
            slices.write(writer, since);
            writer.enter("elements");
            elements.write(writer, since);
            writer.leave();
        }

        @Override
        public int changedBlocks(int since) {
            return slices.changedBlocks(since) + elements.changedBlocks(since);
        }
    }

    private final boolean scratch;
    private final LongCells slices;
    private final ColumnStore elements;
    private int used;
    private int committedUsed;
    private int garbage;

    ArrayElements(Type type, Versions versions) {
        if (versions == Versions.BATCHES) {
            throw new IllegalStateException("an array is not written again while it is in use");
        }
        this.scratch = versions == Versions.NONE;
        this.slices = new LongCells(versions);
        this.elements = ColumnStore.of(type, versions);
    }

    ColumnStore elements() {
        return elements;
    }

    void reserve(int ids) {
        slices.reserve(ids);
    }

    int start(int id) {
        return (int) (slices.get(id) >>> 32);
    }

    int length(int id) {
        return (int) slices.get(id);
    }

    void write(int id, Column source, int start, int length) {
        forget(id);
        if (scratch && isMostlyGarbage()) {
            compact();
        }
        elements.reserve(used + length);
        for (int i = 0; i < length; i++) {
            elements.set(used + i, source, start + i);
        }
        slices.set(id, (long) used << 32 | length);
        used += length;
    }

    void forget(int id) {
        int length = length(id);
        if (length > 0) {
            garbage += length;
            slices.set(id, 0);
        }
    }

    private boolean isMostlyGarbage() {
        return garbage > LEAST_GARBAGE && garbage > used / 2;
    }

    private void compact() {
        int count = 0;
        int[] live = new int[used - garbage];
        for (int id = 0; id < slices.capacity(); id++) {
            for (int i = 0; i < length(id); i++) {
                live[count + i] = start(id) + i;
            }
            if (length(id) > 0) {
                slices.set(id, (long) count << 32 | length(id));
                count += length(id);
            }
        }
        Column values = elements.gather(live, count);
        dropFrom(0);
        for (int i = 0; i < count; i++) {
            elements.set(i, values, i);
        }
        used = count;
        garbage = 0;
    }

    private void dropFrom(int first) {
        for (int i = first; i < used; i++) {
            elements.forget(i);
        }
        used = first;
    }

    @Override
    public void commit() {
        if (garbage == used) {
            dropFrom(0);
            garbage = 0;
        } else if (isMostlyGarbage()) {
            compact();
        }
        committedUsed = used;
        slices.commit();
        elements.commit();
    }

    @Override
    public void abort() {
        slices.abort();
        elements.abort();
        dropFrom(committedUsed);
        long live = 0;
        for (int id = 0; id < slices.capacity(); id++) {
            live += length(id);
        }
        garbage = (int) (used - live);
    }

    @Override
    public StateCut cut() {
        return new Cut(slices.cut(), elements.cut(), used);
    }

    @Override
    public void read(StateReader reader) {
        reader.begin();
        used = reader.readCount();
        reader.end();
        committedUsed = used;
        slices.read(reader);
        reader.enter("elements");
        elements.read(reader);
        reader.leave();
        long live = 0;
        for (int id = 0; id < slices.capacity(); id++) {
            live += length(id);
        }
        garbage = (int) (used - live);
    }

    @Override
    public void rebuild() {
        elements.rebuild();
    }

    @Override
    public long bytes() {
        return slices.bytes() + elements.bytes();
    }
}
