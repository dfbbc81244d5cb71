package io.millrace.planner.graph;

import io.millrace.catalog.Relation;
import io.millrace.catalog.TableRelation;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Source;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.MatchRows;
import io.millrace.planner.rules.SessionAssignment;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.rules.WindowAssignment;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.RelationTable;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rex.RexLiteral;

/** Translates normalized relational algebra into a graph, operator by operator. */
public final class GraphBuilder {

    private final Planning planning;
    private final Set<Relation> inputs = new LinkedHashSet<>();
    private final ProjectTranslation projects = new ProjectTranslation(this);
    private final AggregateTranslation aggregates = new AggregateTranslation(this);
    private final JoinTranslation joins = new JoinTranslation(this);
    private final AsofTranslation asofs = new AsofTranslation(this);
    private final SortTranslation sorts = new SortTranslation(this);
    private final RankFilter ranks = new RankFilter(this, sorts);
    private final OverTranslation windows = new OverTranslation(this);
    private final Map<RelNode, Node> translated = new IdentityHashMap<>();
    private final SetOperationTranslation setOperations = new SetOperationTranslation(this);
    private final TemporalFilters temporalFilters = new TemporalFilters(this);
    private final UnnestTranslation unnests = new UnnestTranslation(this);
    private final MatchTranslation matches = new MatchTranslation(this);
    private final SessionTranslation sessions = new SessionTranslation(this);

    public GraphBuilder(Planning planning) {
        this.planning = planning;
    }

    /** The graph of a whole query. */
    public Graph build(RelNode algebra) {
        Node root = WindowClosing.closed(translate(algebra), planning);
        if (planning.fillsWindows() && !aggregates.hasFilled()) {
            throw WindowFilling.noWindow();
        }
        DStream stream = planning.continuous() ? LateRowRefusal.refusedByWindows(root.stream()) : root.stream();
        Set<Integer> eventTime = new TreeSet<>();
        root.facts().times().forEach((column, fact) -> {
            if (fact.kind() != TimeFact.Kind.WINDOW_START && fact.kind() != TimeFact.Kind.SESSION_TIME) {
                eventTime.add(column);
            }
        });
        eventTime.addAll(root.facts().fineTimes());
        return new Graph(stream, root.facts().key(), eventTime, Set.copyOf(inputs));
    }

    AggregateTranslation grouping() {
        return aggregates;
    }

    Planning planning() {
        return planning;
    }

    /** A node that several others read becomes one stream: unnested sub-queries read the rows around them again and again. */
    Node translate(RelNode node) {
        Node known = translated.get(node);
        if (known == null) {
            known = translatedOnce(node);
            translated.put(node, known);
        }
        return known;
    }

    private Node translatedOnce(RelNode node) {
        if (node instanceof TableScan scan) {
            return source(scan, allColumns(scan.getRowType().getFieldCount()));
        }
        if (node instanceof Project project) {
            return projects.translate(project);
        }
        if (node instanceof org.apache.calcite.rel.core.Filter filter) {
            return filter(filter);
        }
        if (node instanceof WindowAssignment window) {
            return assign(window);
        }
        if (node instanceof SessionAssignment window) {
            return sessions.translate(window);
        }
        if (node instanceof Aggregate aggregate) {
            return aggregates.translate(aggregate);
        }
        if (node instanceof LogicalAsofJoin asof) {
            return asofs.translate(asof);
        }
        if (node instanceof Join join) {
            return joins.translate(join);
        }
        if (node instanceof Sort sort) {
            return sorts.translate(sort);
        }
        if (node instanceof Window window) {
            return windows.translate(window);
        }
        if (node instanceof SetOp setOp) {
            return setOperations.translate(setOp);
        }
        if (node instanceof Correlate correlate) {
            return unnests.translate(correlate);
        }
        if (node instanceof Uncollect uncollect) {
            return unnests.translate(uncollect);
        }
        if (node instanceof MatchRows match) {
            return matches.translate(match);
        }
        if (node instanceof org.apache.calcite.rel.core.Values values) {
            return values(values);
        }
        throw unsupported(node);
    }

    private static List<Integer> allColumns(int count) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(i);
        }
        return columns;
    }

    /** Reads the given columns of a relation. */
    Node source(TableScan scan, List<Integer> columns) {
        Relation relation = scan.getTable().unwrap(RelationTable.class).relation();
        LookupTranslation.refuseReading(relation);
        inputs.add(relation);
        RowType rowType = relation.rowType()
                .project(columns.stream().mapToInt(Integer::intValue).toArray());
        DStream source = new Source(relation.name().toString(), columns, rowType, relation.appendOnly());
        Map<Integer, TimeFact> times = new TreeMap<>();
        Set<Integer> fineTimes = new TreeSet<>();
        relation.eventTimeColumns().forEach(column -> {
            int place = columns.indexOf(column);
            if (place >= 0 && Ticks.isFine(rowType.type(place))) {
                fineTimes.add(place);
            } else if (place >= 0) {
                times.put(place, TimeFact.EVENT_TIME);
            }
        });
        Optional<List<Integer>> key = relation.key().flatMap(all -> Facts.moved(all, columns::indexOf));
        return new Node(source, new Facts(times, fineTimes, key, Optional.empty()));
    }

    /** Notes that the query takes what is looked up in a table. */
    void looksUpIn(TableRelation table) {
        inputs.add(table);
    }

    private Node filter(org.apache.calcite.rel.core.Filter filter) {
        Optional<Node> temporal = temporalFilters.translate(filter);
        if (temporal.isPresent()) {
            return temporal.get();
        }
        Optional<Node> top = ranks.translate(filter);
        if (top.isPresent()) {
            return top.get();
        }
        Node input = translate(filter.getInput());
        Expression predicate = expressions(input).translate(filter.getCondition());
        return new Node(new Filter(input.stream(), predicate), input.facts());
    }

    ExpressionTranslator expressions(Node input) {
        return new ExpressionTranslator(input.rowType(), planning.rex());
    }

    private Node assign(WindowAssignment window) {
        Node input = translate(window.getInput());
        RowType rowType = TypeConversion.rowType(window.getRowType());
        DStream stream = new WindowAssign(input.stream(), window.time(), window.window(), rowType, false);
        int start = input.rowType().size();
        Map<Integer, TimeFact> times = new TreeMap<>(input.facts().times());
        if (tellsWindow(input, window)) {
            TimeFact time = input.facts().time(window.time()).orElseThrow();
            times.putAll(SessionTranslation.windows(time, start, window.window()));
        }
        Optional<List<Integer>> key = input.facts().key().map(columns -> {
            List<Integer> withStart = new ArrayList<>(columns);
            withStart.add(start + 1);
            return withStart;
        });
        return new Node(stream, new Facts(times, key, input.facts().distribution()));
    }

    /** Whether the window of a row is complete when the watermark has passed the window's end. */
    private boolean tellsWindow(Node input, WindowAssignment window) {
        Optional<TimeFact> time = input.facts().time(window.time());
        boolean tells =
                time.filter(fact -> fact.completeWithin(window.window())).isPresent();
        if (time.isPresent() && !tells && planning.closesWindows()) {
            throw new UnplannableException(
                    ErrorCode.INVALID_WINDOW,
                    Construct.function(window.window().kind().name()),
                    "windows over the start of other windows would close before those do; use their window_time");
        }
        return tells;
    }

    private static Node values(org.apache.calcite.rel.core.Values values) {
        RowType rowType = TypeConversion.rowType(values.getRowType());
        List<List<Literal>> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Literal> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                Field field = rowType.field(i);
                row.add(ExpressionTranslator.constant(tuple.get(i), field.type()));
            }
            rows.add(row);
        }
        return new Node(new Values(rowType, rows), Facts.NONE);
    }

    private static UnplannableException unsupported(RelNode node) {
        String remedy = "this query is not supported";
        if (node instanceof RepeatUnion) {
            remedy = "WITH RECURSIVE is not supported";
        }
        return new UnplannableException(ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.QUERY), remedy);
    }
}
