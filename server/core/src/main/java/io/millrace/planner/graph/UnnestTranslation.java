package io.millrace.planner.graph;

import io.millrace.dstream.Filter;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.expression.NestedValues;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Translates UNNEST, alone or of an array of the row beside it; other correlated sub-queries are refused. */
final class UnnestTranslation {

    private final GraphBuilder graph;

    UnnestTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    /** UNNEST of an array that depends on no row. */
    Node translate(Uncollect uncollect) {
        Node input = graph.translate(uncollect.getInput());
        int arrays = input.rowType().size();
        Node unnested = arrays > 1 ? sideBySide(input, 0, uncollect, false) : unnest(input, 0, uncollect, false);
        return ProjectTranslation.columns(
                unnested,
                IntStream.range(arrays, unnested.rowType().size()).boxed().toList());
    }

    /** UNNEST of an array of each left row. */
    Node translate(Correlate correlate) {
        Node left = graph.translate(correlate.getLeft());
        boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
        if (!outer && correlate.getJoinType() != JoinRelType.INNER) {
            throw unsupported();
        }
        return right(left, correlate.getRight(), outer);
    }

    /** The left columns, then those of the right side. */
    private Node right(Node left, RelNode right, boolean outer) {
        int leftColumns = left.rowType().size();
        if (right instanceof Uncollect uncollect) {
            return elements(left, uncollect, outer);
        }
        if (right instanceof Project project) {
            Node input = right(left, project.getInput(), outer);
            List<Expression> expressions = new ArrayList<>();
            List<Field> fields = new ArrayList<>(left.rowType().fields());
            IntStream.range(0, leftColumns)
                    .forEach(column -> expressions.add(ExpressionTranslator.column(input.rowType(), column)));
            for (int i = 0; i < project.getProjects().size(); i++) {
                Expression expression = graph.expressions(input)
                        .translate(beside(project.getProjects().get(i), leftColumns));
                expressions.add(expression);
                fields.add(new Field(
                        project.getRowType().getFieldNames().get(i), expression.type(), expression.nullable()));
            }
            return ProjectTranslation.project(input, expressions, new RowType(fields));
        }
        if (right instanceof org.apache.calcite.rel.core.Filter filter && !outer) {
            Node input = right(left, filter.getInput(), false);
            Expression predicate = graph.expressions(input).translate(beside(filter.getCondition(), leftColumns));
            return new Node(new Filter(input.stream(), predicate), input.facts());
        }
        throw unsupported();
    }

    /** A right-hand expression over the left columns followed by the right ones. */
    private static RexNode beside(RexNode expression, int leftColumns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(reference.getIndex() + leftColumns, reference.getType());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable
                        ? new RexInputRef(access.getField().getIndex(), access.getType())
                        : super.visitFieldAccess(access);
            }
        });
    }

    private Node elements(Node left, Uncollect uncollect, boolean outer) {
        if (!(uncollect.getInput() instanceof Project project) || !(project.getInput() instanceof Values)) {
            throw unsupported();
        }
        int leftColumns = left.rowType().size();
        if (project.getProjects().size() > 1) {
            List<Expression> arrays = new ArrayList<>();
            project.getProjects()
                    .forEach(each -> arrays.add(graph.expressions(left).translate(beside(each, leftColumns))));
            List<String> names =
                    IntStream.range(0, arrays.size()).mapToObj(i -> "array" + i).toList();
            Node extended = ProjectTranslation.append(left, arrays, names);
            Node unnested = sideBySide(extended, leftColumns, uncollect, outer);
            return ProjectTranslation.columns(
                    unnested, without(unnested.rowType().size(), leftColumns, leftColumns + arrays.size()));
        }
        Expression given =
                graph.expressions(left).translate(beside(project.getProjects().get(0), leftColumns));
        Expression array = given.type() instanceof MapType ? NestedValues.entries(given) : given;
        if (array instanceof ColumnReference column) {
            return unnest(left, column.index(), uncollect, outer);
        }
        Node extended = ProjectTranslation.append(left, List.of(array), List.of("array"));
        Node unnested = unnest(extended, leftColumns, uncollect, outer);
        return ProjectTranslation.columns(unnested, without(unnested.rowType().size(), leftColumns, leftColumns + 1));
    }

    private static List<Integer> without(int columns, int from, int to) {
        return IntStream.range(0, columns)
                .filter(column -> column < from || column >= to)
                .boxed()
                .toList();
    }

    /**
     * The elements of several arrays side by side, with nulls behind those that are shorter: a row for each index of the longest one.
     *
     * @param first the first of the columns that hold the arrays, which are the last ones
     */
    private static Node sideBySide(Node input, int first, Uncollect uncollect, boolean outer) {
        int arrays = input.rowType().size() - first;
        if (uncollect.getRowType().getFieldCount() != arrays + (uncollect.withOrdinality ? 1 : 0)) {
            throw unsupported();
        }
        List<Expression> lengths = new ArrayList<>();
        for (int column = first; column < input.rowType().size(); column++) {
            Expression array = ExpressionTranslator.column(input.rowType(), column);
            if (!(array.type() instanceof ArrayType)) {
                throw unsupported();
            }
            Expression length = new Call(Function.CARDINALITY, List.of(array), Type.BIGINT, array.nullable());
            lengths.add(new Call(Function.COALESCE, List.of(length, Literal.of(0L, Type.BIGINT)), Type.BIGINT, false));
        }
        Literal one = Literal.of(1L, Type.BIGINT);
        Expression indexes = new Call(
                Function.SEQUENCE,
                List.of(one, new Call(Function.GREATEST, lengths, Type.BIGINT, false), one),
                new ArrayType(Type.BIGINT, false),
                false);
        Node extended = ProjectTranslation.append(input, List.of(indexes), List.of("indexes"));
        int index = extended.rowType().size();
        List<Field> fields = new ArrayList<>(extended.rowType().fields());
        fields.add(new Field("index", Type.BIGINT, outer));
        Unnest unnest = new Unnest(extended.stream(), index - 1, false, outer, new RowType(fields));
        Node indexed = new Node(unnest, extended.facts().withKey(Optional.empty()));
        return items(indexed, first, index, uncollect);
    }

    /** The columns before, the arrays, their elements at the index, and the index itself as ordinal number. */
    private static Node items(Node indexed, int first, int index, Uncollect uncollect) {
        List<Expression> expressions = new ArrayList<>();
        for (int column = 0; column < index - 1; column++) {
            expressions.add(ExpressionTranslator.column(indexed.rowType(), column));
        }
        Expression at = ExpressionTranslator.column(indexed.rowType(), index);
        List<Field> fields = new ArrayList<>(indexed.rowType().fields().subList(0, index - 1));
        List<String> names = uncollect.getRowType().getFieldNames();
        for (int column = first; column < index - 1; column++) {
            Expression array = ExpressionTranslator.column(indexed.rowType(), column);
            Type element = ((ArrayType) array.type()).element();
            expressions.add(new Call(Function.ITEM, List.of(array, at), element, true));
            fields.add(new Field(names.get(column - first), element, true));
        }
        if (uncollect.withOrdinality) {
            expressions.add(Casts.cast(at, Type.INTEGER));
            fields.add(new Field(names.get(names.size() - 1), Type.INTEGER, at.nullable()));
        }
        return ProjectTranslation.project(indexed, expressions, new RowType(fields));
    }

    private static Node unnest(Node input, int array, Uncollect uncollect, boolean outer) {
        if (input.rowType().type(array) instanceof ArrayType rows && rows.element() instanceof StructType row) {
            return fields(input, array, row, uncollect, outer);
        }
        if (!(input.rowType().type(array) instanceof ArrayType type)
                || uncollect.getRowType().getFieldCount() != (uncollect.withOrdinality ? 2 : 1)) {
            throw unsupported();
        }
        List<String> names = uncollect.getRowType().getFieldNames();
        List<Field> fields = new ArrayList<>(input.rowType().fields());
        fields.add(new Field(names.get(0), type.element(), type.elementNullable() || outer));
        if (uncollect.withOrdinality) {
            fields.add(new Field(names.get(1), Type.INTEGER, outer));
        }
        Unnest unnest = new Unnest(input.stream(), array, uncollect.withOrdinality, outer, new RowType(fields));
        return new Node(unnest, input.facts().withKey(Optional.empty()));
    }

    /** The fields of the rows of an array, each in a column of its own. */
    private static Node fields(Node input, int array, StructType row, Uncollect uncollect, boolean outer) {
        int element = input.rowType().size();
        boolean nullable = ((ArrayType) input.rowType().type(array)).elementNullable() || outer;
        List<Field> fields = new ArrayList<>(input.rowType().fields());
        fields.add(new Field("element", row, nullable));
        if (uncollect.withOrdinality) {
            fields.add(new Field("ordinality", Type.INTEGER, outer));
        }
        Unnest unnest = new Unnest(input.stream(), array, uncollect.withOrdinality, outer, new RowType(fields));
        Node rows = new Node(unnest, input.facts().withKey(Optional.empty()));
        List<Expression> columns = new ArrayList<>();
        List<Field> named = new ArrayList<>(input.rowType().fields());
        IntStream.range(0, element).forEach(column -> columns.add(ExpressionTranslator.column(rows.rowType(), column)));
        List<String> names = uncollect.getRowType().getFieldNames();
        for (int i = 0; i < row.fields().size(); i++) {
            columns.add(NestedValues.field(ExpressionTranslator.column(rows.rowType(), element), i));
        }
        if (uncollect.withOrdinality) {
            columns.add(ExpressionTranslator.column(rows.rowType(), element + 1));
        }
        for (int i = element; i < columns.size(); i++) {
            named.add(new Field(
                    names.get(i - element),
                    columns.get(i).type(),
                    columns.get(i).nullable()));
        }
        return ProjectTranslation.project(rows, columns, new RowType(named));
    }

    private static UnplannableException unsupported() {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.of(Construct.Kind.SUB_QUERY),
                "a sub-query that uses columns of the row beside it can only be UNNEST of arrays;"
                        + " write it as a join");
    }
}
