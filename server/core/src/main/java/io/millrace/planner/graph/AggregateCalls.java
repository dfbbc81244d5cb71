package io.millrace.planner.graph;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Expression;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ArrangedAggregates;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The aggregates of one GROUP BY: those that the engine computes, and constants that Calcite's rewrites left among them.
 *
 * @param computed what the engine computes, in order
 * @param constants for each aggregate asked for, its constant value, or empty when it is the next computed one
 */
record AggregateCalls(List<AggregateCall> computed, List<Optional<Expression>> constants) {

    static AggregateCalls translate(List<org.apache.calcite.rel.core.AggregateCall> asked, Node input) {
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

    private static AggregateCall translate(org.apache.calcite.rel.core.AggregateCall call, Node input) {
        String name = ArrangedAggregates.writtenName(call.getAggregation()).toUpperCase(Locale.ROOT);
        AggregateFunction function = function(call, name);
        if (function.isArranged()) {
            return new ArrangedCall(call, function, input).translated();
        }
        if (call.ignoreNulls() || !call.getCollation().getFieldCollations().isEmpty() || call.distinctKeys != null) {
            throw ArrangedCall.notSupported(
                    call, name + " does not depend on an order, and leaves nulls out; leave out the rest behind it");
        }
        boolean countIf = name.equals("COUNTIF");
        List<Integer> arguments = countIf ? List.of() : call.getArgList();
        OptionalInt filter = countIf
                ? OptionalInt.of(call.getArgList().get(0))
                : call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty();
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
            case "COUNT", "COUNTIF", "APPROX_COUNT_DISTINCT", "REGR_COUNT" -> AggregateFunction.COUNT;
            case "$SUM0" -> AggregateFunction.SUM0;
            case "VAR_SAMP", "VARIANCE" -> AggregateFunction.VAR_SAMP;
            case "STDDEV_SAMP", "STDDEV" -> AggregateFunction.STDDEV_SAMP;
            case "BOOL_AND", "LOGICAL_AND", "EVERY" -> AggregateFunction.BOOL_AND;
            case "BOOL_OR", "LOGICAL_OR", "SOME" -> AggregateFunction.BOOL_OR;
            case "BIT_AND", "BIT_OR", "BIT_XOR" -> ofBits(call, name);
            case "ARG_MIN" -> AggregateFunction.MIN_BY;
            case "ARG_MAX" -> AggregateFunction.MAX_BY;
            default -> sameName(call, name);
        };
    }

    private static AggregateFunction ofBits(org.apache.calcite.rel.core.AggregateCall call, String name) {
        if (SqlTypeUtil.isBinary(call.getType())) {
            throw ArrangedCall.notSupported(call, name + " takes whole numbers, and no binary values");
        }
        return sameName(call, name);
    }

    private static AggregateFunction sameName(org.apache.calcite.rel.core.AggregateCall call, String name) {
        for (AggregateFunction function : AggregateFunction.values()) {
            if (function.name().equals(name)) {
                return function;
            }
        }
        throw ArrangedCall.notSupported(
                call, "the aggregate function " + name + " is not supported; SHOW FUNCTIONS lists those that are");
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
