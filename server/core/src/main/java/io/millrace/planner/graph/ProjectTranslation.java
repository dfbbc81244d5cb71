package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.TopN;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.expression.Certainty;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.planner.graph.node.ColumnReferences;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/** Translates projections; directly above a scan they decide which columns are read. */
final class ProjectTranslation {

    private final GraphBuilder graph;

    ProjectTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(org.apache.calcite.rel.core.Project project) {
        RowType rowType = TypeConversion.rowType(project.getRowType());
        List<RexNode> expressions = project.getProjects();
        Node input;
        if (project.getInput() instanceof TableScan scan) {
            ImmutableBitSet used = RelOptUtil.InputFinder.bits(expressions, null);
            List<Integer> columns = used.asList();
            input = graph.source(scan, columns);
            expressions = RexUtil.apply(
                    Mappings.target(columns::indexOf, scan.getRowType().getFieldCount(), columns.size()), expressions);
        } else {
            input = graph.translate(project.getInput());
        }
        List<Expression> translated = graph.expressions(input).translate(expressions);
        return closing(input, translated, rowType, graph.planning());
    }

    /** Computes expressions over a node; windows that they lose sight of are closed first, where that has to be. */
    static Node closing(Node input, List<Expression> expressions, RowType rowType, Planning planning) {
        Node projected = project(input, expressions, rowType);
        boolean losesWindow = WindowClosing.windowEnd(projected.facts()).isEmpty();
        return losesWindow ? project(WindowClosing.closed(input, planning), expressions, rowType) : projected;
    }

    /** Computes expressions over a node, if they do more than repeat its columns under other names. */
    static Node project(Node input, List<Expression> expressions, RowType rowType) {
        if (isIdentity(input, expressions)) {
            return input;
        }
        if (input.stream() instanceof Project below
                && expressions.stream().allMatch(ColumnReference.class::isInstance)) {
            List<Expression> merged = expressions.stream()
                    .map(reference -> below.expressions().get(((ColumnReference) reference).index()))
                    .toList();
            if (!new Certainty(conditions(below.input()), merged)
                    .missing(below.expressions())
                    .isEmpty()) {
                return new Node(new Project(below, expressions, rowType), facts(input.facts(), expressions));
            }
            return new Node(computed(below.input(), merged, rowType), facts(input.facts(), expressions));
        }
        if (input.stream() instanceof Project below
                && below.expressions().stream().allMatch(ColumnReference.class::isInstance)) {
            List<Expression> merged = expressions.stream()
                    .map(expression -> ColumnReferences.substitute(expression, below.expressions()))
                    .toList();
            return new Node(computed(below.input(), merged, rowType), facts(input.facts(), expressions));
        }
        if (input.stream() instanceof Values values) {
            Optional<Values> constants = ColumnReferences.constants(values, expressions, rowType);
            if (constants.isPresent()) {
                return new Node(constants.get(), Facts.NONE);
            }
        }
        return new Node(computed(input.stream(), expressions, rowType), facts(input.facts(), expressions));
    }

    private static List<Expression> conditions(DStream stream) {
        return stream instanceof Filter filter
                ? Rewriting.conjuncts(filter.predicate()).toList()
                : List.of();
    }

    /** The projection; over numbered rows whose numbers it does not read, their numbers are left out. */
    private static DStream computed(DStream input, List<Expression> expressions, RowType rowType) {
        int last = input.rowType().size() - 1;
        DStream narrowed = uses(expressions, last) ? input : withoutNumber(input);
        boolean identity = narrowed.rowType().size() == expressions.size() && inOrder(expressions);
        return identity ? narrowed : new Project(narrowed, expressions, rowType);
    }

    private static boolean uses(List<Expression> expressions, int column) {
        return expressions.stream()
                .anyMatch(expression -> ColumnReferences.usedBy(expression).contains(column));
    }

    /** The same rows without their numbers: when a row moves up, nothing that is read changes. */
    private static DStream withoutNumber(DStream stream) {
        if (stream instanceof WindowClose close) {
            DStream narrowed = withoutNumber(close.input());
            return narrowed == close.input() ? close : new WindowClose(narrowed, close.windowEnd());
        }
        if (!(stream instanceof TopN top) || !top.rowNumber()) {
            return stream;
        }
        return new TopN(
                top.input(),
                top.partition(),
                top.order(),
                top.offset(),
                top.limit(),
                false,
                top.expiry(),
                top.input().rowType());
    }

    private static boolean isIdentity(Node input, List<Expression> expressions) {
        return expressions.size() == input.rowType().size() && inOrder(expressions);
    }

    private static boolean inOrder(List<Expression> expressions) {
        for (int i = 0; i < expressions.size(); i++) {
            if (!(expressions.get(i) instanceof ColumnReference reference) || reference.index() != i) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the given columns of a node, in that order. */
    static Node columns(Node input, List<Integer> columns) {
        List<Expression> references = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int column : columns) {
            Field field = input.rowType().field(column);
            references.add(new ColumnReference(column, field.type(), field.nullable()));
            fields.add(field);
        }
        return project(input, references, new RowType(fields));
    }

    /** Appends columns to those of a node. */
    static Node append(Node input, List<Expression> expressions, List<String> names) {
        List<Expression> all = new ArrayList<>();
        List<Field> fields = new ArrayList<>(input.rowType().fields());
        for (int i = 0; i < fields.size(); i++) {
            all.add(new ColumnReference(i, fields.get(i).type(), fields.get(i).nullable()));
        }
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = expressions.get(i);
            all.add(expression);
            fields.add(new Field(names.get(i), expression.type(), expression.nullable()));
        }
        return project(input, all, new RowType(fields));
    }

    private static Facts facts(Facts input, List<Expression> expressions) {
        Facts moved = input.moved(column -> position(expressions, column));
        Map<Integer, TimeFact> times = new TreeMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            int column = i;
            time(input, expressions.get(i)).ifPresent(fact -> times.put(column, fact));
        }
        return moved.withTimes(times).withFineTimes(moved.fineTimes());
    }

    private static int position(List<Expression> expressions, int column) {
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof ColumnReference reference && reference.index() == column) {
                return i;
            }
        }
        return -1;
    }

    /** A column keeps its fact; the start of a window plus its size is its end, plus a millisecond less its time. */
    private static Optional<TimeFact> time(Facts input, Expression expression) {
        if (expression instanceof ColumnReference reference) {
            return input.time(reference.index());
        }
        if (!(expression instanceof Call call)) {
            return Optional.empty();
        }
        if (call.function() == Function.REINTERPRET) {
            return time(input, call.arguments().get(0));
        }
        if (call.function() == Function.CAST) {
            return inMillis(input, call);
        }
        if (call.function() == Function.ADD
                && call.arguments().get(1) instanceof Literal literal
                && literal.value().orElse(null) instanceof Long shift) {
            return time(input, call.arguments().get(0)).flatMap(fact -> fact.plus(shift));
        }
        return Optional.empty();
    }

    /** The millisecond of an event time: the watermark has passed it when it has passed the time itself, because it is whole, too. */
    private static Optional<TimeFact> inMillis(Facts input, Call cast) {
        boolean millis = cast.arguments().get(0) instanceof ColumnReference reference
                && input.fineTimes().contains(reference.index())
                && cast.type().kind() == reference.type().kind()
                && ((ScalarType) cast.type()).precision() == Ticks.digits(0);
        return millis ? Optional.of(TimeFact.EVENT_TIME) : Optional.empty();
    }
}
