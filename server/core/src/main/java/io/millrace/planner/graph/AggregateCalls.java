package io.millrace.planner.graph;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Expression;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * The aggregates of one GROUP BY: those that the engine computes, and constants that Calcite's rewrites left among them.
 *
 * @param computed what the engine computes, in order
 * @param constants for each aggregate asked for, its constant value, or empty when it is the next computed one
 */
record AggregateCalls(List<AggregateCall> computed, List<Optional<Expression>> constants) {

    static AggregateCalls translate(List<org.apache.calcite.rel.core.AggregateCall> asked, RowType input) {
        List<AggregateCall> computed = new ArrayList<>();
        List<Optional<Expression>> constants = new ArrayList<>();
        for (org.apache.calcite.rel.core.AggregateCall call : asked) {
            if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
                RexNode literal = call.rexList.get(0);
                constants.add(Optional.of(ExpressionTranslator.constant((RexLiteral) literal)));
            } else {
                constants.add(Optional.empty());
                computed.add(translate(call, input));
            }
        }
        return new AggregateCalls(computed, constants);
    }

    private static AggregateCall translate(org.apache.calcite.rel.core.AggregateCall call, RowType input) {
        if (call.ignoreNulls() || !call.getCollation().getFieldCollations().isEmpty() || call.distinctKeys != null) {
            throw unsupported(call, "with ORDER BY, WITHIN or IGNORE NULLS ");
        }
        String name = call.getAggregation().getName().toUpperCase(Locale.ROOT);
        boolean countIf = name.equals("COUNTIF");
        List<Integer> arguments = countIf ? List.of() : call.getArgList();
        OptionalInt filter = countIf
                ? OptionalInt.of(call.getArgList().get(0))
                : call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty();
        AggregateFunction function = function(call, name);
        boolean distinct = call.isDistinct() || name.equals("APPROX_COUNT_DISTINCT");
        boolean irrelevant = function == AggregateFunction.MIN
                || function == AggregateFunction.MAX
                || function == AggregateFunction.ANY_VALUE;
        return new AggregateCall(
                function,
                arguments,
                distinct && !irrelevant,
                filter,
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
    }

    private static AggregateFunction function(org.apache.calcite.rel.core.AggregateCall call, String name) {
        return switch (name) {
            case "COUNT", "COUNTIF", "APPROX_COUNT_DISTINCT" -> AggregateFunction.COUNT;
            case "SUM" -> AggregateFunction.SUM;
            case "$SUM0" -> AggregateFunction.SUM0;
            case "MIN" -> AggregateFunction.MIN;
            case "MAX" -> AggregateFunction.MAX;
            case "AVG" -> AggregateFunction.AVG;
            case "ANY_VALUE" -> AggregateFunction.ANY_VALUE;
            case "SINGLE_VALUE" -> AggregateFunction.SINGLE_VALUE;
            case "VAR_POP" -> AggregateFunction.VAR_POP;
            case "VAR_SAMP", "VARIANCE" -> AggregateFunction.VAR_SAMP;
            case "STDDEV_POP" -> AggregateFunction.STDDEV_POP;
            case "STDDEV_SAMP", "STDDEV" -> AggregateFunction.STDDEV_SAMP;
            case "BOOL_AND", "LOGICAL_AND", "EVERY" -> AggregateFunction.BOOL_AND;
            case "BOOL_OR", "LOGICAL_OR", "SOME" -> AggregateFunction.BOOL_OR;
            default -> throw unsupported(call, "");
        };
    }

    private static UnplannableException unsupported(org.apache.calcite.rel.core.AggregateCall call, String how) {
        String name = call.getAggregation().getName();
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                new Construct(Construct.Kind.FUNCTION, name, call.getParserPosition()),
                "the aggregate function " + name + " " + how + "is not supported; there are COUNT, SUM, AVG, MIN, MAX,"
                        + " ANY_VALUE, STDDEV and VAR (_POP, _SAMP), BOOL_AND, BOOL_OR");
    }

    /** The grouped node with constants put between its aggregates and with the asked-for names. */
    Node complete(Node grouped, int keys, RowType rowType) {
        List<Expression> expressions = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            expressions.add(ExpressionTranslator.column(grouped.rowType(), key));
        }
        int next = keys;
        for (Optional<Expression> constant : constants) {
            if (constant.isPresent()) {
                expressions.add(constant.get());
            } else {
                expressions.add(ExpressionTranslator.column(grouped.rowType(), next++));
            }
        }
        return ProjectTranslation.project(grouped, expressions, named(expressions, rowType));
    }

    /** The asked-for names with the types that are there. */
    private static RowType named(List<Expression> expressions, RowType rowType) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = expressions.get(i);
            fields.add(new Field(rowType.field(i).name(), expression.type(), expression.nullable()));
        }
        return new RowType(fields);
    }
}
