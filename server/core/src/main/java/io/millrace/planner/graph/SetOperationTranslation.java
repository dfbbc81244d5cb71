package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.sql.SqlKind;

/** Translates UNION, INTERSECT and EXCEPT; the latter two count in which inputs a row occurs. */
final class SetOperationTranslation {

    private final GraphBuilder graph;

    SetOperationTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(SetOp setOp) {
        RowType rowType = TypeConversion.rowType(setOp.getRowType());
        List<Node> inputs = new ArrayList<>();
        for (RelNode input : setOp.getInputs()) {
            boolean only = setOp.kind == SqlKind.INTERSECT || setOp.kind == SqlKind.EXCEPT && !inputs.isEmpty();
            Node node = graph.translate(input);
            inputs.add(withTypes(only ? held(node, rowType) : node, rowType));
        }
        if (setOp.kind == SqlKind.UNION) {
            Node union = union(inputs, rowType);
            return setOp.all ? union : graph.grouping().group(union, columns(rowType), List.of());
        }
        Node result = inputs.get(0);
        for (Node other : inputs.subList(1, inputs.size())) {
            result = setOp.all
                    ? counted(setOp.kind, result, other, rowType)
                    : compared(setOp.kind, result, other, rowType);
        }
        return result;
    }

    private static List<Integer> columns(RowType rowType) {
        return IntStream.range(0, rowType.size()).boxed().toList();
    }

    /** The rows that are some of the result's type; others equal none of it. */
    private static Node held(Node node, RowType rowType) {
        Node held = node;
        for (int i = 0; i < rowType.size(); i++) {
            Expression column = ExpressionTranslator.column(node.rowType(), i);
            if (Ticks.perMilli(column.type()) < Ticks.perMilli(rowType.type(i))) {
                Expression condition = new Call(
                        Function.IS_NOT_FALSE, List.of(Casts.isHeld(column, rowType.type(i))), Type.BOOLEAN, false);
                held = new Node(new Filter(held.stream(), condition), held.facts());
            }
        }
        return held;
    }

    private static Node withTypes(Node node, RowType rowType) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            expressions.add(Casts.cast(ExpressionTranslator.column(node.rowType(), i), rowType.type(i)));
        }
        return ProjectTranslation.project(node, expressions, rowType);
    }

    private static Node union(List<Node> inputs, RowType rowType) {
        List<DStream> streams = inputs.stream().map(Node::stream).toList();
        if (streams.stream().allMatch(Values.class::isInstance)) {
            List<List<Literal>> rows = new ArrayList<>();
            streams.forEach(values -> rows.addAll(((Values) values).rows()));
            return new Node(new Values(rowType, rows), Facts.NONE);
        }
        Map<Integer, TimeFact> times = new TreeMap<>();
        inputs.get(0)
                .facts()
                .times()
                .keySet()
                .forEach(column -> common(inputs, column).ifPresent(fact -> times.put(column, fact)));
        Facts first = inputs.get(0).facts();
        boolean together =
                inputs.stream().allMatch(input -> Objects.equals(input.facts().distribution(), first.distribution()));
        return new Node(
                new Union(streams, rowType),
                new Facts(times, Optional.empty(), together ? first.distribution() : Optional.empty()));
    }

    /** What a column tells in all inputs. */
    private static Optional<TimeFact> common(List<Node> inputs, int column) {
        return inputs.stream()
                .map(input -> input.facts().time(column))
                .reduce((one, other) -> one.flatMap(fact -> other.flatMap(fact::or)))
                .flatMap(fact -> fact);
    }

    /** Each row as often as it is in both inputs (INTERSECT ALL), or more often in the first than in the second (EXCEPT ALL). */
    private Node counted(SqlKind kind, Node first, Node second, RowType rowType) {
        Node numbers = numbers(first, second, rowType);
        int columns = rowType.size();
        Expression inFirst = ExpressionTranslator.column(numbers.rowType(), columns);
        Expression inSecond = ExpressionTranslator.column(numbers.rowType(), columns + 1);
        Function times = kind == SqlKind.INTERSECT ? Function.LEAST : Function.SUBTRACT;
        Literal one = Literal.of(1L, Type.BIGINT);
        Expression copies = new Call(
                Function.SEQUENCE,
                List.of(one, new Call(times, List.of(inFirst, inSecond), Type.BIGINT, false), one),
                new ArrayType(Type.BIGINT, false),
                false);
        Node extended = ProjectTranslation.append(numbers, List.of(copies), List.of("copies"));
        List<Field> fields = new ArrayList<>(extended.rowType().fields());
        fields.add(new Field("copy", Type.BIGINT, false));
        Unnest unnest = new Unnest(extended.stream(), columns + 2, false, false, new RowType(fields));
        Node repeated = new Node(unnest, extended.facts().withKey(Optional.empty()));
        return ProjectTranslation.columns(repeated, columns(rowType));
    }

    /** The distinct rows of both inputs, and how often they are in the first and in the second. */
    private Node numbers(Node first, Node second, RowType rowType) {
        List<Field> fields = new ArrayList<>(rowType.fields());
        fields.add(new Field("in_first", Type.BIGINT, false));
        fields.add(new Field("in_second", Type.BIGINT, false));
        Node both = union(List.of(marked(first, 1, 0), marked(second, 0, 1)), new RowType(fields));
        int columns = rowType.size();
        return graph.grouping().group(both, columns(rowType), List.of(sum(columns), sum(columns + 1)));
    }

    /** The distinct rows of the first input that occur (INTERSECT) or do not occur (EXCEPT) in the second. */
    private Node compared(SqlKind kind, Node first, Node second, RowType rowType) {
        Node counted = numbers(first, second, rowType);
        int columns = rowType.size();
        Expression inFirst = positive(counted, columns);
        Expression inSecond = positive(counted, columns + 1);
        Expression condition = new Call(
                Function.AND,
                List.of(
                        inFirst,
                        kind == SqlKind.INTERSECT
                                ? inSecond
                                : new Call(Function.NOT, List.of(inSecond), Type.BOOLEAN, false)),
                Type.BOOLEAN,
                false);
        Node filtered = new Node(new Filter(counted.stream(), condition), counted.facts());
        return ProjectTranslation.columns(filtered, columns(rowType));
    }

    private static Node marked(Node node, long first, long second) {
        return ProjectTranslation.append(
                node,
                List.of(Literal.of(first, Type.BIGINT), Literal.of(second, Type.BIGINT)),
                List.of("in_first", "in_second"));
    }

    private static AggregateCall sum(int column) {
        return new AggregateCall(
                AggregateFunction.SUM0, List.of(column), false, OptionalInt.empty(), Type.BIGINT, false);
    }

    private static Expression positive(Node node, int column) {
        return new Call(
                Function.GREATER,
                List.of(ExpressionTranslator.column(node.rowType(), column), Literal.of(0L, Type.BIGINT)),
                Type.BOOLEAN,
                false);
    }
}
