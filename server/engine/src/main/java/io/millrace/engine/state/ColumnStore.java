package io.millrace.engine.state;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.util.Arrays;

/**
 * One column of a table in state: values by id, growing as ids grow; an id can be written again once it is free.
 *
 * <p>Copies what it keeps. Columns handed out by {@link #gather} may share byte arenas, which are only ever appended to or
 * replaced as a whole.
 */
public abstract sealed class ColumnStore
        permits LongStore, IntStore, DoubleStore, BooleanStore, BytesStore, DecimalStore, ArrayStore {

    static final int FIRST_CAPACITY = 16;

    private long[] nulls;

    /** An empty store for values of {@code type}. */
    public static ColumnStore of(Type type) {
        return switch (type.layout()) {
            case BOOLEAN -> new BooleanStore();
            case INT -> new IntStore();
            case LONG -> new LongStore();
            case DOUBLE -> new DoubleStore();
            case BYTES -> new BytesStore();
            case DECIMAL -> new DecimalStore();
            case ARRAY -> new ArrayStore(((ArrayType) type).element());
        };
    }

    /** Makes room for the ids below {@code ids}. */
    final void reserve(int ids) {
        if (ids > capacity()) {
            grow(Math.max(ids, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(FIRST_CAPACITY, capacity() * 2L))));
        }
    }

    abstract int capacity();

    abstract void grow(int capacity);

    /** Writes one value; the id must have room. */
    public final void set(int id, Column column, int row) {
        setNull(id, column.isNull(row));
        setValue(id, column, row);
    }

    abstract void setValue(int id, Column column, int row);

    /** Writes {@code column[rows[i]]} to {@code ids[i]} for all {@code i < count}; the ids must have room. */
    final void put(Column column, int[] rows, int[] ids, int count) {
        putValues(column, rows, ids, count);
        long[] mask = column.nulls();
        if (mask == null && nulls == null) {
            return;
        }
        for (int i = 0; i < count; i++) {
            setNull(ids[i], NullMask.isNull(mask, rows[i]));
        }
    }

    abstract void putValues(Column column, int[] rows, int[] ids, int count);

    final void setNull(int id, boolean isNull) {
        if (isNull) {
            if (nulls == null) {
                nulls = NullMask.allocate(Math.max(id + 1, capacity()));
            } else if (nulls.length <= id >>> 6) {
                nulls = Arrays.copyOf(nulls, NullMask.words(Math.max(id + 1, capacity())));
            }
            NullMask.set(nulls, id);
        } else if (nulls != null && id >>> 6 < nulls.length) {
            nulls[id >>> 6] &= ~(1L << id);
        }
    }

    public final boolean isNull(int id) {
        return nulls != null && id >>> 6 < nulls.length && NullMask.isNull(nulls, id);
    }

    /** The null bitmap over ids, long enough for all of them, or {@code null} when none is null. */
    public final long[] nulls() {
        if (nulls != null && nulls.length < NullMask.words(capacity())) {
            nulls = Arrays.copyOf(nulls, NullMask.words(capacity()));
        }
        return nulls;
    }

    /** Lets go of the value of an id that is free from now on. */
    void forget(int id) {}

    /** The column of the values of {@code ids[0..count)}. */
    public Column gather(int[] ids, int count) {
        return view().gather(ids, count);
    }

    /** All ids as one column that shares the arrays of the store: to be used at once, never to be passed on. */
    abstract Column view();

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

    abstract long bytes();

    final long retainedBytes() {
        return bytes() + (nulls == null ? 0 : nulls.length * 8L);
    }
}
