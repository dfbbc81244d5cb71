package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Project;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.WindowFill;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.graph.node.ColumnReferences;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills the empty windows of a grouped query (EMIT … FILL). */
final class WindowFilling {

    /** The most windows that are filled after one with rows, for each key. */
    private static final long LIMIT = 10_000;

    private WindowFilling() {}

    /**
     * The groups and those of empty windows.
     *
     * @param grouped rows of groups: the keys, then the results of the calls
     * @param windowEnd which key is the end of the window
     */
    static Node filled(Node grouped, Node input, List<Integer> keys, List<AggregateCall> calls, int windowEnd) {
        WindowSpec windows = windows(input, keys, windowEnd);
        List<WindowFill.Part> columns = new ArrayList<>();
        for (int key : keys) {
            columns.add(part(input, key));
        }
        List<Literal> empty = calls.stream().map(WindowFilling::ofNoRows).toList();
        List<Field> fields = new ArrayList<>(grouped.rowType().fields());
        for (int i = 0; i < empty.size(); i++) {
            Field field = fields.get(keys.size() + i);
            fields.set(
                    keys.size() + i,
                    new Field(
                            field.name(),
                            field.type(),
                            field.nullable() || empty.get(i).nullable()));
        }
        Node together = grouped.exchanged(Distribution.SINGLE);
        DStream fill =
                new WindowFill(together.stream(), windows, columns, windowEnd, empty, LIMIT, new RowType(fields));
        return new Node(fill, together.facts());
    }

    /** The windows that are grouped by. Where growing windows are only told apart by their starts, each group is the longest. */
    private static WindowSpec windows(Node input, List<Integer> keys, int windowEnd) {
        WindowSpec windows = input.facts()
                .time(keys.get(windowEnd))
                .flatMap(TimeFact::windows)
                .orElseThrow(WindowFilling::noWindow);
        boolean byStart = input.stream() instanceof Project project
                && !(project.expressions().get(keys.get(windowEnd)) instanceof ColumnReference)
                && keys.stream()
                        .noneMatch(key -> input.facts()
                                .time(key)
                                .filter(fact -> fact.kind() == TimeFact.Kind.WINDOW_TIME)
                                .isPresent());
        return byStart && windows.kind() == WindowSpec.Kind.CUMULATE
                ? new WindowSpec(
                        WindowSpec.Kind.TUMBLE, windows.size(), windows.size(), windows.offset(), windows.zone())
                : windows;
    }

    static UnplannableException noWindow() {
        return new UnplannableException(
                ErrorCode.INVALID_QUERY,
                Construct.of(Construct.Kind.GROUPING),
                "FILL needs GROUP BY window_start, window_end of TUMBLE, HOP or CUMULATE over a column with a WATERMARK");
    }

    private static WindowFill.Part part(Node input, int key) {
        Optional<TimeFact> fact = input.facts().time(key).filter(TimeFact::ofWindow);
        if (fact.isEmpty()) {
            if (tellsWindow(input.stream(), key)) {
                throw new UnplannableException(
                        ErrorCode.INVALID_QUERY,
                        Construct.of(Construct.Kind.GROUPING),
                        "with FILL, group by window_start and window_end themselves; compute from them in SELECT");
            }
            return WindowFill.Part.KEY;
        }
        return switch (fact.get().kind()) {
            case WINDOW_START -> WindowFill.Part.WINDOW_START;
            case WINDOW_END -> WindowFill.Part.WINDOW_END;
            case WINDOW_TIME -> WindowFill.Part.WINDOW_TIME;
            case SESSION_TIME, EVENT_TIME -> WindowFill.Part.KEY;
        };
    }

    /** Whether a column is computed from the borders of windows. */
    private static boolean tellsWindow(DStream stream, int column) {
        if (stream instanceof WindowAssign assign) {
            int width = assign.input().rowType().size();
            return column >= width || tellsWindow(assign.input(), column);
        }
        if (stream instanceof Project project) {
            Expression expression = project.expressions().get(column);
            return ColumnReferences.usedBy(expression).stream().anyMatch(used -> tellsWindow(project.input(), used));
        }
        if (stream instanceof Join join) {
            int width = join.left().rowType().size();
            return column < width ? tellsWindow(join.left(), column) : tellsWindow(join.right(), column - width);
        }
        boolean sameColumns = stream instanceof Filter || stream instanceof Exchange || stream instanceof WindowClose;
        return sameColumns && tellsWindow(stream.inputs().get(0), column);
    }

    /** What an aggregate of no rows is. */
    private static Literal ofNoRows(AggregateCall call) {
        boolean counts = call.function() == AggregateFunction.COUNT || call.function() == AggregateFunction.SUM0;
        return counts
                ? Casts.fold(Literal.of(0L, Type.BIGINT), call.type()).orElseThrow()
                : Literal.nullOf(call.type());
    }
}
