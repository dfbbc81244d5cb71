package io.millrace.engine.operator.rows;

import io.millrace.dstream.Unnest;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/** Emits a row per array element. Keeps no state. */
public final class UnnestOperator implements Operator {

    private static final int NO_ELEMENT = -1;

    private final Unnest node;
    private final int[] rows = new int[Page.MAX_ROWS];
    private final int[] elements = new int[Page.MAX_ROWS];
    private final int[] ordinals = new int[Page.MAX_ROWS];
    private int count;

    public UnnestOperator(Unnest node) {
        this.node = node;
    }

    @Override
    public void process(int input, Page delta, Output output) {
        ArrayColumn arrays = (ArrayColumn) delta.column(node.array());
        for (int row = 0; row < delta.size(); row++) {
            int length = arrays.isNull(row) ? 0 : arrays.lengths()[row];
            int start = arrays.starts()[row];
            for (int i = 0; i < length; i++) {
                add(row, start + i, i + 1, delta, output);
            }
            if (length == 0 && node.outer()) {
                add(row, NO_ELEMENT, 0, delta, output);
            }
        }
        emit(delta, output);
    }

    private void add(int row, int element, int ordinal, Page page, Output output) {
        if (count == rows.length) {
            emit(page, output);
        }
        rows[count] = row;
        elements[count] = element;
        ordinals[count++] = ordinal;
    }

    private void emit(Page page, Output output) {
        if (count == 0) {
            return;
        }
        Page chosen = page.gather(rows, count);
        Column[] columns = new Column[page.columnCount() + (node.ordinality() ? 2 : 1)];
        for (int i = 0; i < page.columnCount(); i++) {
            columns[i] = chosen.column(i);
        }
        Column source = ((ArrayColumn) page.column(node.array())).elements();
        columns[page.columnCount()] =
                NullRows.gather(source, elements, count, node.rowType().type(page.columnCount()));
        if (node.ordinality()) {
            columns[columns.length - 1] = ordinalColumn();
        }
        output.emit(new Page(count, columns, chosen.weights()));
        count = 0;
    }

    private Column ordinalColumn() {
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (elements[i] == NO_ELEMENT) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            }
        }
        if (node.rowType().type(node.rowType().size() - 1).layout() == Layout.INT) {
            return new IntColumn(count, Arrays.copyOf(ordinals, count), nulls);
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = ordinals[i];
        }
        return new LongColumn(count, values, nulls);
    }

    @Override
    public void finish(Output output) {}

    @Override
    public void rebuild() {
        count = 0;
    }

    @Override
    public StateContainer state() {
        return StateParts.NONE;
    }

    @Override
    public long stateRows() {
        return 0;
    }

    @Override
    public long stateBytes() {
        return 0;
    }
}
