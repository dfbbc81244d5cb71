package io.millrace.engine.operator.topn;

import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/** Collects changed rows of a TopN by id, with their weights and positions, and emits them a page at a time. */
final class TopNOutput {

    private final RowBag rows;
    private final boolean rowNumber;
    private final int[] ids = new int[Page.MAX_ROWS];
    private final long[] weights = new long[Page.MAX_ROWS];
    private final long[] positions = new long[Page.MAX_ROWS];
    private int size;

    TopNOutput(RowBag rows, boolean rowNumber) {
        this.rows = rows;
        this.rowNumber = rowNumber;
    }

    void add(int id, long weight, long position, Output output) {
        ids[size] = id;
        weights[size] = weight;
        positions[size++] = position;
        if (size == ids.length) {
            flush(output);
        }
    }

    /** Forgets what has been collected. */
    void reset() {
        size = 0;
    }

    void flush(Output output) {
        if (size == 0) {
            return;
        }
        Column[] columns = rows.gather(ids, size);
        if (rowNumber) {
            columns = Arrays.copyOf(columns, columns.length + 1);
            columns[columns.length - 1] = new LongColumn(size, Arrays.copyOf(positions, size), null);
        }
        output.emit(new Page(size, columns, Rows.orOnes(Arrays.copyOf(weights, size), size)));
        size = 0;
    }
}
