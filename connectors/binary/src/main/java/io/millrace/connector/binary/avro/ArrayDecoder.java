package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.builder.ArrayColumnBuilder;

/** Reads arrays, which come in runs of elements with their number before them. */
final class ArrayDecoder implements ValueDecoder {

    /** The most elements that have no bytes, such as those that can be nothing but NULL. */
    private static final long MOST_EMPTY = 1 << 20;

    private final ValueDecoder elements;
    private final ArrayColumnBuilder column;

    ArrayDecoder(ValueDecoder elements, ArrayColumnBuilder column) {
        this.elements = elements;
        this.column = column;
    }

    @Override
    public void read(AvroInput in) {
        int before = column == null ? 0 : column.elements().size();
        try {
            long most = Math.max(in.left(), MOST_EMPTY);
            for (long count = run(in); count != 0; count = run(in)) {
                if (count > most) {
                    throw ValueFault.damaged();
                }
                most -= count;
                for (long i = 0; i < count; i++) {
                    elements.read(in);
                }
            }
        } catch (ValueFault e) {
            if (column != null) {
                column.elements().truncate(before);
            }
            throw e;
        }
        if (column != null) {
            column.endArray();
        }
    }

    /** How many elements follow; 0 at the end. */
    static long run(AvroInput in) {
        long count = in.readLong();
        if (count >= 0) {
            return count;
        }
        in.readLong(); // how many bytes they have
        if (count == Long.MIN_VALUE) {
            throw ValueFault.damaged();
        }
        return -count;
    }
}
