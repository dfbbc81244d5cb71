package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ArrayColumnBuilder;

/** Ends the rows of a column of lists: one that is NULL and one that is empty take a place, too, but none of a value. */
final class ListRows {

    private final int slot;
    private final Field field;
    private final ArrayColumnBuilder column;
    private final Refusals refusals;
    private boolean missing;

    /** @param column where lists go; null where they are only checked */
    ListRows(Leaf leaf, Field field, ArrayColumnBuilder column, Refusals refusals) {
        this.slot = leaf.repeated();
        this.field = field;
        this.column = column;
        this.refusals = refusals;
    }

    void begin() {
        missing = false;
    }

    /** Whether a level is one of an element, which may be NULL. */
    boolean isSlot(int level) {
        missing |= level < slot - 1;
        return level >= slot;
    }

    void end(int row) {
        if (missing && !field.nullable()) {
            ValueFault fault = ValueFault.nullNotAllowed();
            refusals.refuse(row, fault.code(), "column \"" + field.name() + "\": the value " + fault.getMessage());
        }
        if (column != null && missing) {
            column.appendNull();
        } else if (column != null) {
            column.endArray();
        }
    }
}
