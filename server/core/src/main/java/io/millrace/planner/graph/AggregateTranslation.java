package io.millrace.planner.graph;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.HiddenEnd;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/** Translates GROUP BY and DISTINCT; finds the window that bounds a group's life. */
final class AggregateTranslation {

    private final GraphBuilder graph;
    private boolean belowFill;
    private boolean filled;

    AggregateTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(org.apache.calcite.rel.core.Aggregate aggregate) {
        if (aggregate.getInput() instanceof TableScan scan
                && usedColumns(aggregate).cardinality() < columns(scan)) {
            return translate(narrowed(aggregate, scan));
        }
        if (aggregate.getInput() instanceof Project project
                && !project.getProjects().isEmpty()
                && usedColumns(aggregate).isEmpty()
                && project.getProjects().stream().noneMatch(RexCall.class::isInstance)) {
            return translate((org.apache.calcite.rel.core.Aggregate)
                    aggregate.copy(aggregate.getTraitSet(), List.of(project.getInput())));
        }
        boolean fill = graph.planning().fillsWindows() && !belowFill;
        belowFill |= fill;
        Node input = graph.translate(aggregate.getInput());
        belowFill &= !fill;
        if (fill) {
            return filled(aggregate, input);
        }
        boolean simple = aggregate.getGroupType() == org.apache.calcite.rel.core.Aggregate.Group.SIMPLE;
        return simple && !GroupingSets.areDescribed(aggregate)
                ? grouped(aggregate, input, false)
                : GroupingSets.translate(this, input, aggregate);
    }

    private Node grouped(org.apache.calcite.rel.core.Aggregate aggregate, Node input, boolean fill) {
        AggregateCalls calls = AggregateCalls.translate(aggregate.getAggCallList(), input);
        RowType rowType = TypeConversion.rowType(aggregate.getRowType());
        return calls.complete(
                group(input, aggregate.getGroupSet().asList(), calls.computed(), fill),
                aggregate.getGroupSet().cardinality(),
                rowType);
    }

    /** The outermost grouping of a query that fills windows: if it is by windows, they are filled here. */
    private Node filled(org.apache.calcite.rel.core.Aggregate aggregate, Node input) {
        if (aggregate.getGroupType() != org.apache.calcite.rel.core.Aggregate.Group.SIMPLE) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.of(Construct.Kind.GROUPING),
                    "FILL with GROUPING SETS, ROLLUP or CUBE is not supported");
        }
        if (windowKey(input, aggregate.getGroupSet().asList()).isEmpty()) {
            throw WindowFilling.noWindow();
        }
        filled = true;
        return grouped(aggregate, input, true);
    }

    /** Whether windows have been filled. */
    boolean hasFilled() {
        return filled;
    }

    private static int columns(RelNode node) {
        return node.getRowType().getFieldCount();
    }

    private static ImmutableBitSet usedColumns(org.apache.calcite.rel.core.Aggregate aggregate) {
        ImmutableBitSet.Builder used = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
        aggregate.getAggCallList().forEach(call -> {
            used.addAll(call.getArgList());
            call.getCollation().getFieldCollations().forEach(field -> used.set(field.getFieldIndex()));
            if (call.hasFilter()) {
                used.set(call.filterArg);
            }
        });
        return used.build();
    }

    /** The aggregate over those columns of the scan alone that it reads. */
    private static org.apache.calcite.rel.core.Aggregate narrowed(
            org.apache.calcite.rel.core.Aggregate aggregate, TableScan scan) {
        List<Integer> used = usedColumns(aggregate).asList();
        RelNode project = RelOptUtil.createProject(scan, used);
        Mappings.TargetMapping mapping = Mappings.target(used::indexOf, columns(scan), used.size());
        return aggregate.copy(
                aggregate.getTraitSet(),
                project,
                aggregate.getGroupSet().permute(mapping(used)),
                ImmutableBitSet.ORDERING.immutableSortedCopy(aggregate.getGroupSets().stream()
                        .map(set -> set.permute(mapping(used)))
                        .toList()),
                aggregate.getAggCallList().stream()
                        .map(call -> call.transform(mapping))
                        .toList());
    }

    private static Map<Integer, Integer> mapping(List<Integer> used) {
        Map<Integer, Integer> mapping = new TreeMap<>();
        for (int i = 0; i < used.size(); i++) {
            mapping.put(used.get(i), i);
        }
        return mapping;
    }

    /** Groups by columns: the result has the keys, then one column per call. */
    Node group(Node input, List<Integer> keys, List<AggregateCall> calls) {
        return group(input, keys, calls, false);
    }

    private Node group(Node input, List<Integer> keys, List<AggregateCall> calls, boolean fill) {
        Optional<SessionAggregate> sessions =
                SessionTranslation.aggregate(input, keys, calls, rowType(input.rowType(), keys, calls));
        if (sessions.isPresent() && !fill) {
            return SessionTranslation.node(sessions.get(), facts(input.facts(), keys));
        }
        Optional<Integer> window = windowKey(input, keys);
        if (window.isEmpty()) {
            return grouped(input, keys, calls, OptionalInt.empty(), fill);
        }
        TimeFact fact = input.facts().time(window.get()).orElseThrow();
        if (fact.kind() == TimeFact.Kind.WINDOW_END) {
            return grouped(input, keys, calls, OptionalInt.of(keys.indexOf(window.get())), fill);
        }
        return groupedWithHiddenEnd(input, keys, calls, window.get(), fill);
    }

    /** The key that tells the window: best its end, else its start or time. */
    private static Optional<Integer> windowKey(Node input, List<Integer> keys) {
        Optional<Integer> found = Optional.empty();
        for (int key : keys) {
            Optional<TimeFact> fact = input.facts().time(key).filter(TimeFact::ofWindow);
            if (fact.isPresent()) {
                if (fact.get().kind() == TimeFact.Kind.WINDOW_END) {
                    return Optional.of(key);
                }
                found = found.or(() -> Optional.of(key));
            }
        }
        return found;
    }

    /** Groups by the end of the window too, which changes nothing, and leaves it out of the result. */
    private Node groupedWithHiddenEnd(
            Node input, List<Integer> keys, List<AggregateCall> calls, int window, boolean fill) {
        TimeFact fact = input.facts().time(window).orElseThrow();
        Expression time = ExpressionTranslator.column(input.rowType(), window);
        Node extended = ProjectTranslation.append(input, List.of(HiddenEnd.of(time, fact)), List.of(endName(input)));
        int endColumn = input.rowType().size();
        Map<Integer, TimeFact> times = new TreeMap<>(extended.facts().times());
        times.put(endColumn, new TimeFact(TimeFact.Kind.WINDOW_END, 0, fact.windows()));
        extended = new Node(extended.stream(), extended.facts().withTimes(times));
        List<Integer> allKeys = new ArrayList<>(keys);
        allKeys.add(endColumn);
        Node result = grouped(extended, allKeys, calls, OptionalInt.of(keys.size()), fill);
        List<Integer> visible = new ArrayList<>();
        for (int column = 0; column < result.rowType().size(); column++) {
            if (column != keys.size()) {
                visible.add(column);
            }
        }
        Optional<List<Integer>> key = Optional.of(visible.subList(0, keys.size()));
        Node hidden = ProjectTranslation.columns(result, visible);
        return new Node(hidden.stream(), hidden.facts().withKey(key));
    }

    private static String endName(Node input) {
        return input.rowType().indexOf("window_end").isPresent() ? "window_close" : "window_end";
    }

    private Node grouped(
            Node input, List<Integer> keys, List<AggregateCall> calls, OptionalInt windowEnd, boolean fill) {
        boolean windowed = windowEnd.isPresent() && graph.planning().continuous();
        checkBounded(input, keys, calls, windowed);
        Node placed = input.distributedBy(placementKeys(input, keys));
        RowType rowType = rowType(input.rowType(), keys, calls);
        DStream aggregate =
                new Aggregate(placed.stream(), keys, calls, windowed ? windowEnd : OptionalInt.empty(), rowType);
        if (windowed && graph.planning().closesWindows()) {
            aggregate = new WindowClose(aggregate, windowEnd.getAsInt());
        }
        Node result = new Node(aggregate, facts(placed.facts(), keys));
        return fill ? WindowFilling.filled(result, input, keys, calls, windowEnd.getAsInt()) : result;
    }

    /**
     * The keys by which groups meet: without the windows, when there are others, so that rows need not be assigned to windows
     * before they move.
     */
    private static List<Integer> placementKeys(Node input, List<Integer> keys) {
        List<Integer> others = keys.stream()
                .filter(key ->
                        input.facts().time(key).filter(TimeFact::ofWindow).isEmpty())
                .toList();
        return others.isEmpty() ? keys : others;
    }

    private static Facts facts(Facts input, List<Integer> keys) {
        Facts moved = input.moved(keys::indexOf);
        Map<Integer, TimeFact> times = new TreeMap<>();
        List<Integer> key = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            int position = i;
            key.add(i);
            input.time(keys.get(i)).ifPresent(fact -> times.put(position, fact));
        }
        Optional<Distribution> distribution = keys.isEmpty() ? Optional.of(Distribution.SINGLE) : moved.distribution();
        return new Facts(times, Optional.of(key), distribution);
    }

    private void checkBounded(Node input, List<Integer> keys, List<AggregateCall> calls, boolean windowed) {
        if (!graph.planning().appendOnly()
                || windowed
                || (calls.isEmpty() && !keys.isEmpty() && input.stream().appendOnly())) {
            return;
        }
        throw new UnplannableException(
                ErrorCode.INVALID_QUERY,
                Construct.of(calls.isEmpty() ? Construct.Kind.DISTINCT : Construct.Kind.GROUPING),
                "an aggregate without a window changes its rows, but here rows can only be added;"
                        + " group by window_start, window_end of TUMBLE or HOP over a column with a WATERMARK,"
                        + " or ask for the changes (EMIT CHANGES, or a MATERIALIZED VIEW)");
    }

    private static RowType rowType(RowType input, List<Integer> keys, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(input.field(key)));
        for (AggregateCall call : calls) {
            fields.add(new Field(name(call, input), call.type(), call.nullable()));
        }
        return new RowType(fields);
    }

    /** A name that says what is computed, so that equal aggregates have equal types whatever they are called in a query. */
    private static String name(AggregateCall call, RowType input) {
        StringBuilder name = new StringBuilder(call.function().name().toLowerCase(Locale.ROOT));
        if (call.distinct()) {
            name.append("_distinct");
        }
        call.arguments()
                .forEach(argument ->
                        name.append('_').append(input.field(argument).name()));
        return name.toString();
    }
}
