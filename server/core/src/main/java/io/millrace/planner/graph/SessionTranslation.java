package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Project;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.SessionWindow.Emission;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.TimeBounds;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.SessionAssignment;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Translates sessions, and aggregates of whole sessions into nodes that keep no rows. */
final class SessionTranslation {

    private final GraphBuilder graph;

    SessionTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(SessionAssignment sessions) {
        List<Integer> keys = sessions.keys().asList();
        Node input = graph.translate(sessions.getInput()).distributedBy(keys);
        boolean closes = closes(input, sessions.time());
        RowType rowType = TypeConversion.rowType(sessions.getRowType());
        DStream window = new SessionWindow(
                input.stream(), sessions.time(), keys, sessions.gap(), emission(closes), closes, rowType);
        Map<Integer, TimeFact> times = new TreeMap<>();
        if (closes) {
            times.put(sessions.inputColumns() + 1, TimeFact.WINDOW_TIME);
            times.put(sessions.inputColumns() + 2, TimeFact.SESSION_TIME);
        }
        return new Node(window, input.facts().withTimes(times));
    }

    /** Whether the watermark says when a session is complete: not in a single batch, nor without a watermark for the column. */
    private boolean closes(Node input, int time) {
        Planning planning = graph.planning();
        boolean closes = planning.continuous()
                && input.facts()
                        .time(time)
                        .filter(fact -> TimeBounds.completion(fact) <= 0)
                        .isPresent();
        if (planning.appendOnly() && !closes) {
            throw new UnplannableException(
                    ErrorCode.INVALID_QUERY,
                    Construct.function("SESSION"),
                    "a session over a column without a WATERMARK never closes, so its rows can change, but here rows can"
                            + " only be added; declare WATERMARK FOR \""
                            + input.rowType().field(time).name()
                            + "\" or ask for the changes (EMIT CHANGES, or a MATERIALIZED VIEW)");
        }
        return closes;
    }

    private Emission emission(boolean closes) {
        if (!graph.planning().continuous()) {
            return Emission.ONCE;
        }
        return closes && graph.planning().closesWindows() ? Emission.ON_CLOSE : Emission.ON_UPDATE;
    }

    /**
     * Sessions grouped by their own keys and window, as one node; empty when the groups are others, when rows can be taken back or
     * when partial results cannot be merged.
     *
     * @param rowType of the result: the keys, then one column per call
     */
    static Optional<SessionAggregate> aggregate(
            Node input, List<Integer> keys, List<AggregateCall> calls, RowType rowType) {
        Optional<SessionWindow> window = window(input.stream());
        if (window.isEmpty() || !window.get().input().appendOnly()) {
            return Optional.empty();
        }
        List<Integer> columns = columns(input.stream());
        int width = window.get().input().rowType().size();
        List<Integer> groups = keys.stream().map(columns::get).toList();
        List<Integer> ownKeys = groups.stream().filter(column -> column < width).toList();
        boolean whole = ownKeys.size() < groups.size()
                && ownKeys.containsAll(window.get().keys())
                && window.get().keys().containsAll(ownKeys);
        List<AggregateCall> moved =
                calls.stream().map(call -> call.moved(columns::get)).toList();
        if (!whole || !moved.stream().allMatch(call -> isMergeable(call, window.get()))) {
            return Optional.empty();
        }
        return Optional.of(new SessionAggregate(window.get(), groups, moved, rowType));
    }

    /** The aggregate with its facts: keys and the end of a session, or what else tells it, are unique. */
    static Node node(SessionAggregate aggregate, Facts facts) {
        int width = aggregate.window().input().rowType().size();
        List<Integer> groups = aggregate.groups();
        int end = groups.indexOf(width + 1);
        List<Integer> key = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i) < width) {
                key.add(i);
            } else if (end < 0) {
                end = i;
            }
        }
        key.add(end);
        return new Node(aggregate, facts.withKey(Optional.of(key)));
    }

    /** The sessions that a node selects columns of. */
    private static Optional<SessionWindow> window(DStream node) {
        if (node instanceof Project project
                && project.expressions().stream().allMatch(ColumnReference.class::isInstance)) {
            return window(project.input());
        }
        return node instanceof SessionWindow window ? Optional.of(window) : Optional.empty();
    }

    private static List<Integer> columns(DStream node) {
        if (node instanceof Project project) {
            List<Integer> below = columns(project.input());
            List<Integer> columns = new ArrayList<>();
            for (Expression expression : project.expressions()) {
                columns.add(below.get(((ColumnReference) expression).index()));
            }
            return columns;
        }
        return IntStream.range(0, node.rowType().size()).boxed().toList();
    }

    private static boolean isMergeable(AggregateCall call, SessionWindow window) {
        RowType input = window.input().rowType();
        if (call.readsBeyond(input.size())) {
            return false;
        }
        return switch (call.function()) {
            case MIN, MAX, ANY_VALUE -> input.type(call.arguments().get(0)).layout() != Layout.ARRAY;
            case BOOL_AND, BOOL_OR -> true;
            case BIT_AND, BIT_OR -> true;
            case SINGLE_VALUE -> false;
            case COUNT, SUM, SUM0, AVG, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> !call.distinct();
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY -> !call.distinct();
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2, BIT_XOR -> !call.distinct();
            case LISTAGG, ARRAY_AGG, JSON_ARRAYAGG, JSON_OBJECTAGG, FIRST_VALUE, LAST_VALUE, MIN_BY, MAX_BY -> false;
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> false;
        };
    }

    /**
     * What is known about the columns of windows by a time column: of sessions, that they are complete later than the time says.
     *
     * @param start index of the first of the three columns
     */
    static Map<Integer, TimeFact> windows(TimeFact time, int start, WindowSpec windows) {
        if (time.kind() != TimeFact.Kind.SESSION_TIME) {
            return Map.of(
                    start,
                    TimeFact.windowStart(windows),
                    start + 1,
                    TimeFact.windowEnd(windows),
                    start + 2,
                    TimeFact.windowTime(windows));
        }
        Map<Integer, TimeFact> later = new TreeMap<>();
        later.put(start + 1, TimeFact.WINDOW_TIME);
        later.put(start + 2, TimeFact.SESSION_TIME);
        return later;
    }

    /** Whether there are sessions in a graph. */
    static boolean isIn(DStream node) {
        return node instanceof SessionWindow
                || node instanceof SessionAggregate
                || node.inputs().stream().anyMatch(SessionTranslation::isIn);
    }
}
