package io.millrace.planner.unnest;

import io.millrace.planner.expression.library.MultisetFunctions;
import io.millrace.planner.expression.library.NestedFunctions;
import io.millrace.planner.validation.ArrangedAggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** ARRAY, MAP and MULTISET of a sub-query: the value of a sub-query that collects the rows, or an empty collection without any. */
final class QueryCollections {

    private final Algebra algebra;
    private final RexBuilder rex;

    QueryCollections(Algebra algebra) {
        this.algebra = algebra;
        this.rex = algebra.rex();
    }

    /** The same value with a sub-query of one row; empty for other sub-queries. */
    Optional<RexNode> value(RexSubQuery subQuery) {
        return switch (subQuery.getKind()) {
            case ARRAY_QUERY_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR ->
                Optional.of(collection(subQuery, element(subQuery.rel)));
            case MAP_QUERY_CONSTRUCTOR -> Optional.of(map(subQuery));
            default -> Optional.empty();
        };
    }

    /** The only column, or a row of several. */
    private RexNode element(RelNode rows) {
        List<RexNode> columns = algebra.columns(rows);
        return columns.size() == 1 ? columns.get(0) : row(rows);
    }

    private RexNode row(RelNode rows) {
        return rex.makeCall(rows.getRowType(), SqlStdOperatorTable.ROW, algebra.columns(rows));
    }

    private RexNode map(RexSubQuery subQuery) {
        RexNode collected = collected(subQuery.rel, row(subQuery.rel));
        RexNode empty = rex.makeCall(subQuery.getType(), SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR, List.of());
        RexNode map = rex.makeCall(
                algebra.nullable(subQuery.getType()), NestedFunctions.mapFromEntries(), List.of(collected));
        return algebra.choice(algebra.isNull(collected), empty, map);
    }

    private RexNode collection(RexSubQuery subQuery, RexNode element) {
        RexNode collected = collected(subQuery.rel, element);
        RelDataType type = subQuery.getType();
        boolean array = subQuery.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR;
        RexNode empty = rex.makeCall(
                type, array ? SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR : MultisetFunctions.of(), List.of());
        RexNode whole = array
                ? rex.makeAbstractCast(algebra.nullable(type), collected, false)
                : rex.makeCall(algebra.nullable(type), MultisetFunctions.ofArray(), List.of(collected));
        return algebra.choice(algebra.isNull(collected), empty, whole);
    }

    /** What ARRAY_AGG makes of an expression over rows, in their order. */
    private RexNode collected(RelNode rows, RexNode element) {
        RelNode input = rows;
        RexNode value = element;
        if (rows instanceof Project project && project.getInput() instanceof Sort) {
            value = algebra.over(project.getProjects(), element);
            input = project.getInput();
        }
        RelCollation order = RelCollations.EMPTY;
        if (input instanceof Sort sort) {
            order = sort.getCollation();
            input = sort.fetch == null && sort.offset == null ? sort.getInput() : sort;
        }
        List<RexNode> columns = new ArrayList<>(algebra.columns(input));
        columns.add(value);
        RelNode valued = algebra.project(input, columns);
        AggregateCall call =
                algebra.ordered(ArrangedAggregates.named("ARRAY_AGG", false), valued, columns.size() - 1, order);
        return RexSubQuery.scalar(algebra.aggregate(valued, 0, List.of(call)));
    }
}
