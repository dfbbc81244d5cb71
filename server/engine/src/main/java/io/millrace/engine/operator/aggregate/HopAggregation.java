package io.millrace.engine.operator.aggregate;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Project;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.aggregate.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate over HOP windows that closes with them, seen as one computation over the rows before they were assigned to windows:
 * rows are aggregated by panes as long as the slide, and panes are combined when a window closes. A row costs one group rather
 * than one per window.
 *
 * @param input the rows before window assignment, exchanged by the keys that are no window columns
 * @param time index of the event-time column
 * @param keys columns of {@code input} that are keys
 * @param calls the aggregate calls, over columns of {@code input}
 * @param output what each key column of the result is
 */
public record HopAggregation(
        DStream input,
        int time,
        WindowSpec window,
        List<Integer> keys,
        List<AggregateCall> calls,
        List<KeyColumn> output) {

    /**
     * A key column of the result: a column of the window, or a key.
     *
     * @param key index into {@code keys}, for {@link Part#KEY}
     */
    record KeyColumn(Part part, int key) {}

    /** What a key column holds. */
    enum Part {
        KEY,
        WINDOW_START,
        WINDOW_END,
        WINDOW_TIME
    }

    /** The computation that a node is, if it is of this kind and the result is the same. */
    public static Optional<HopAggregation> of(DStream node) {
        if (!(node instanceof WindowClose close && close.input() instanceof Aggregate aggregate)
                || !aggregate.input().appendOnly()
                || !GroupTable.mergeable(aggregate.calls())) {
            return Optional.empty();
        }
        DStream below = aggregate.input();
        boolean exchanged = below instanceof Exchange;
        if (below instanceof Exchange exchange) {
            below = exchange.input();
        }
        List<Integer> columns = identity(below.rowType().size());
        while (below instanceof Project project && isSelection(project)) {
            columns = columns.stream().map(column -> selected(project, column)).toList();
            below = project.input();
        }
        if (!(below instanceof WindowAssign assign) || !hasPanes(assign)) {
            return Optional.empty();
        }
        return translate(close, aggregate, assign, columns, exchanged);
    }

    private static boolean hasPanes(WindowAssign assign) {
        WindowSpec window = assign.window();
        return window.kind() == WindowSpec.Kind.HOP
                && window.zone().isEmpty()
                && window.size() % window.slide() == 0
                && assign.lateRows();
    }

    private static boolean isSelection(Project project) {
        return project.expressions().stream().allMatch(ColumnReference.class::isInstance);
    }

    private static int selected(Project project, int column) {
        Expression expression = project.expressions().get(column);
        return ((ColumnReference) expression).index();
    }

    private static List<Integer> identity(int size) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            columns.add(i);
        }
        return columns;
    }

    private static Optional<HopAggregation> translate(
            WindowClose close, Aggregate aggregate, WindowAssign assign, List<Integer> columns, boolean exchanged) {
        int width = assign.input().rowType().size();
        List<Integer> keys = new ArrayList<>();
        List<KeyColumn> output = new ArrayList<>();
        for (int key : aggregate.keys()) {
            int column = columns.get(key);
            if (column < width) {
                output.add(new KeyColumn(Part.KEY, keys.size()));
                keys.add(column);
            } else {
                output.add(new KeyColumn(Part.values()[1 + column - width], -1));
            }
        }
        boolean closes = close.windowEnd() < output.size()
                && output.get(close.windowEnd()).part() == Part.WINDOW_END;
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            calls.add(call.moved(columns::get));
        }
        if (!closes || calls.stream().anyMatch(call -> call.readsBeyond(width))) {
            return Optional.empty();
        }
        DStream input = exchanged ? new Exchange(assign.input(), Distribution.hash(keys)) : assign.input();
        return Optional.of(new HopAggregation(input, assign.time(), assign.window(), keys, calls, output));
    }
}
