package io.millrace.planner;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * OVERLAPS, CONTAINS and their like as the standard has them: a period holds its start and not its end, the earlier of two times is the
 * start, and what depends on a null is unknown. Calcite counts the end in, and takes a period of which it knows one end for known.
 */
final class PeriodPredicates {

    static final Set<SqlKind> KINDS = Set.of(
            SqlKind.OVERLAPS,
            SqlKind.CONTAINS,
            SqlKind.PERIOD_EQUALS,
            SqlKind.PRECEDES,
            SqlKind.IMMEDIATELY_PRECEDES,
            SqlKind.SUCCEEDS,
            SqlKind.IMMEDIATELY_SUCCEEDS);

    private final SqlRexContext context;
    private final RexBuilder rex;

    private PeriodPredicates(SqlRexContext context) {
        this.context = context;
        this.rex = context.getRexBuilder();
    }

    /** From the start to before the end; for a single time both are that. */
    private record Period(RexNode start, RexNode end, boolean moment) {}

    static RexNode convert(SqlRexContext context, SqlCall call) {
        PeriodPredicates predicates = new PeriodPredicates(context);
        return predicates.predicate(
                call.getKind(), predicates.period(call.operand(0)), predicates.period(call.operand(1)));
    }

    private RexNode predicate(SqlKind kind, Period left, Period right) {
        return switch (kind) {
            case OVERLAPS ->
                rex.makeCall(
                        SqlStdOperatorTable.OR,
                        equal(left.start(), right.start()),
                        and(before(left.start(), right.end()), before(right.start(), left.end())));
            case CONTAINS ->
                and(
                        notAfter(left.start(), right.start()),
                        right.moment() ? before(right.start(), left.end()) : notAfter(right.end(), left.end()));
            case PERIOD_EQUALS -> and(equal(left.start(), right.start()), equal(left.end(), right.end()));
            case PRECEDES -> notAfter(left.end(), right.start());
            case IMMEDIATELY_PRECEDES -> equal(left.end(), right.start());
            case SUCCEEDS -> notAfter(right.end(), left.start());
            case IMMEDIATELY_SUCCEEDS -> equal(left.start(), right.end());
            default -> throw new IllegalArgumentException(kind.sql);
        };
    }

    private Period period(SqlNode written) {
        if (written.getKind() != SqlKind.ROW) {
            RexNode moment = context.convertExpression(written);
            return new Period(moment, moment, true);
        }
        SqlCall row = (SqlCall) written;
        RexNode first = context.convertExpression(row.operand(0));
        RexNode second = context.convertExpression(row.operand(1));
        if (SqlTypeUtil.isInterval(second.getType())) {
            second = rex.makeCall(first.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(first, second));
        }
        RexNode inOrder = notAfter(first, second);
        RexNode turned = before(second, first);
        return new Period(choice(inOrder, first, turned, second), choice(inOrder, second, turned, first), false);
    }

    private RexNode choice(RexNode one, RexNode value, RexNode other, RexNode otherValue) {
        RelDataType type = rex.getTypeFactory().createTypeWithNullability(value.getType(), true);
        return rex.makeCall(SqlStdOperatorTable.CASE, one, value, other, otherValue, rex.makeNullLiteral(type));
    }

    private RexNode and(RexNode one, RexNode other) {
        return rex.makeCall(SqlStdOperatorTable.AND, one, other);
    }

    private RexNode equal(RexNode one, RexNode other) {
        return compared(SqlStdOperatorTable.EQUALS, one, other);
    }

    private RexNode before(RexNode one, RexNode other) {
        return compared(SqlStdOperatorTable.LESS_THAN, one, other);
    }

    private RexNode notAfter(RexNode one, RexNode other) {
        return compared(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, one, other);
    }

    private RexNode compared(SqlOperator comparison, RexNode one, RexNode other) {
        return rex.makeCall(comparison, one, other);
    }
}
