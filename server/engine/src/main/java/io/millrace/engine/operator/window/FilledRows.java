package io.millrace.engine.operator.window;

import io.millrace.dstream.WindowFill;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.window.WindowBorders;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.engine.state.KeyTable;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.Arrays;

/** Collects rows of empty windows into pages. */
final class FilledRows {

    private final WindowFill node;
    private final WindowBorders borders;
    private final KeyTable keys;
    private final int[] rowKeys = new int[Page.MAX_ROWS];
    private final long[] rowWindows = new long[Page.MAX_ROWS];
    private long weight = 1;
    private int count;

    FilledRows(WindowFill node, WindowBorders borders, KeyTable keys) {
        this.node = node;
        this.borders = borders;
        this.keys = keys;
    }

    /** Adds or takes back a row of a key for each of these windows, but those that the clock skips. */
    void add(int key, long from, long to, long rowWeight, Output output) {
        for (long window = from; window <= to; window++) {
            if (borders.start(window) == borders.end(window)) {
                continue;
            }
            if (count == Page.MAX_ROWS || rowWeight != weight) {
                flush(output);
                weight = rowWeight;
            }
            rowKeys[count] = key;
            rowWindows[count++] = window;
        }
    }

    /** Emits what has been collected; to be called before keys are forgotten. */
    void flush(Output output) {
        if (count == 0) {
            return;
        }
        Column[] keyColumns = keys.gather(rowKeys, count);
        Column[] columns = new Column[node.rowType().size()];
        int nextKey = 0;
        int nextResult = node.columns().size();
        for (int i = 0; i < node.columns().size(); i++) {
            columns[i] = switch (node.columns().get(i)) {
                case KEY -> keyColumns[nextKey++];
                case WINDOW_START -> times(true, 0);
                case WINDOW_END -> times(false, 0);
                case WINDOW_TIME -> times(false, -1);
            };
        }
        for (Literal empty : node.empty()) {
            columns[nextResult++] = constant(empty);
        }
        long[] weights = null;
        if (weight != 1) {
            weights = new long[count];
            Arrays.fill(weights, weight);
        }
        output.emit(new Page(count, columns, weights));
        count = 0;
    }

    /** Forgets what has been collected. */
    void clear() {
        count = 0;
    }

    private Column times(boolean start, long shift) {
        long[] times = new long[count];
        for (int row = 0; row < count; row++) {
            times[row] = (start ? borders.start(rowWindows[row]) : borders.end(rowWindows[row])) + shift;
        }
        return new LongColumn(count, times, null);
    }

    private Column constant(Literal value) {
        ColumnBuilder builder = ColumnBuilder.of(value.type());
        for (int row = 0; row < count; row++) {
            ValuesOperator.append(builder, value.value().orElse(null));
        }
        return builder.build();
    }
}
