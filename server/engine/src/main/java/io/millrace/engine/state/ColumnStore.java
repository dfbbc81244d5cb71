package io.millrace.engine.state;

import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;

/**
 * One column of a table in state: values by id, growing as ids grow; an id can be written again once it is free.
 *
 * <p>Copies what it keeps. Columns handed out by {@link #gather} may share byte arrays, which are only ever appended to or
 * replaced as a whole.
 */
public abstract sealed class ColumnStore implements StateContainer
        permits LongStore, IntStore, DoubleStore, BooleanStore, BytesStore, DecimalStore, ArrayStore {

    private final LongCells nulls;

    ColumnStore(Versions versions) {
        nulls = new LongCells(versions);
    }

    /** An empty store for values of {@code type}. */
    public static ColumnStore of(Type type, Versions versions) {
        return switch (type.layout()) {
            case BOOLEAN -> new BooleanStore(versions);
            case INT -> new IntStore(versions);
            case LONG -> new LongStore(versions);
            case DOUBLE -> new DoubleStore(versions);
            case BYTES -> new BytesStore(versions);
            case DECIMAL -> new DecimalStore(versions);
            case ARRAY -> new ArrayStore(((ArrayType) type).element(), versions);
        };
    }

    /** The values, apart from which of them are null. */
    abstract StateContainer values();

    /** Makes room for the ids below {@code ids}. */
    abstract void reserve(int ids);

    /** Writes one value; the id must have room. */
    public final void set(int id, Column column, int row) {
        setNull(id, column.isNull(row));
        setValue(id, column, row);
    }

    abstract void setValue(int id, Column column, int row);

    /** Writes {@code column[rows[i]]} to {@code ids[i]} for all {@code i} from one on and below another; the ids must have room. */
    final void put(Column column, int[] rows, int[] ids, int from, int to) {
        putValues(column, rows, ids, from, to);
        long[] mask = column.nulls();
        if (mask == null && !hasNulls()) {
            return;
        }
        for (int i = from; i < to; i++) {
            setNull(ids[i], NullMask.isNull(mask, rows[i]));
        }
    }

    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        for (int i = from; i < to; i++) {
            setValue(ids[i], column, rows[i]);
        }
    }

    private void setNull(int id, boolean isNull) {
        int word = id >>> 6;
        if (isNull) {
            nulls.reserve(word + 1);
            nulls.writable(word)[word & LongCells.MASK] |= 1L << id;
        } else if (word < nulls.capacity() && (nulls.get(word) >>> id & 1L) != 0) {
            nulls.writable(word)[word & LongCells.MASK] &= ~(1L << id);
        }
    }

    /** Whether any value is null, or has been. */
    public final boolean hasNulls() {
        return nulls.capacity() > 0;
    }

    public final boolean isNull(int id) {
        int word = id >>> 6;
        return word < nulls.capacity() && (nulls.get(word) >>> id & 1L) != 0;
    }

    /** The null bitmap of the values of {@code ids[0..count)}, {@code null} when none of them is null. */
    final long[] gatherNulls(int[] ids, int count) {
        long[] mask = null;
        for (int i = 0; hasNulls() && i < count; i++) {
            if (isNull(ids[i])) {
                mask = mask == null ? NullMask.allocate(count) : mask;
                NullMask.set(mask, i);
            }
        }
        return mask;
    }

    /** Lets go of the value of an id that is free from now on. */
    void forget(int id) {}

    /** Whether {@link #forget} has anything to do. */
    boolean forgets() {
        return false;
    }

    /** Forgets all values below an id. */
    void clear(int ids) {
        for (int id = 0; forgets() && id < ids; id++) {
            forget(id);
        }
    }

    /** The column of the values of {@code ids[0..count)}. */
    public abstract Column gather(int[] ids, int count);

    /** Whether the value equals that of a row of a column, nulls being equal to each other. */
    final boolean same(int id, Column column, int row) {
        boolean isNull = isNull(id);
        return isNull == column.isNull(row) && (isNull || sameValue(id, column, row));
    }

    abstract boolean sameValue(int id, Column column, int row);

    /** Compares two values that are not null. */
    public abstract int compareValues(int left, int right);

    /** A long that orders as the values do, ties undecided; 0 where no such number exists. */
    public abstract long prefix(int id);

    @Override
    public void commit() {
        values().commit();
        nulls.commit();
    }

    @Override
    public void abort() {
        values().abort();
        nulls.abort();
    }

    @Override
    public StateCut cut() {
        return new ColumnCut(values().cut(), nulls.cut());
    }

    @Override
    public void read(StateReader reader) {
        values().read(reader);
        reader.enter("nulls");
        nulls.read(reader);
        reader.leave();
    }

    @Override
    public long bytes() {
        return values().bytes() + nulls.bytes();
    }
}
