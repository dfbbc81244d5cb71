package io.millrace.planner.graph;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SortKey;
import io.millrace.planner.graph.node.ConstantColumn;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ArrangedAggregates;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Translates an aggregate that sees its rows in an order. */
record ArrangedCall(org.apache.calcite.rel.core.AggregateCall call, AggregateFunction function, Node input) {

    AggregateCall translated() {
        if (call.distinctKeys != null) {
            throw notSupported(call, "WITHIN DISTINCT is not supported");
        }
        List<SortKey> order = order();
        List<Integer> arguments = arguments(order);
        AggregateCall translated = new AggregateCall(
                function,
                arguments,
                call.isDistinct(),
                call.hasFilter() ? OptionalInt.of(call.filterArg) : OptionalInt.empty(),
                Optional.of(new Arrangement(order, constants(), required(arguments, order))),
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
        if (call.isDistinct() && translated.columns().size() > arguments.size()) {
            throw invalid(
                    ErrorCode.INVALID_QUERY,
                    name()
                            + "(DISTINCT …) can be ordered by its arguments only, since others are not the same for equal"
                            + " ones");
        }
        return translated;
    }

    private String name() {
        return ArrangedAggregates.writtenName(call.getAggregation());
    }

    private List<SortKey> order() {
        List<SortKey> given = SortTranslation.keys(call.getCollation());
        return switch (function) {
            case MIN_BY -> List.of(new SortKey(call.getArgList().get(1), false, false));
            case MAX_BY -> List.of(new SortKey(call.getArgList().get(1), true, false));
            case FIRST_VALUE, LAST_VALUE -> {
                if (given.isEmpty()) {
                    throw invalid(
                            ErrorCode.INVALID_QUERY,
                            name() + " needs an order: " + name() + "(x) WITHIN GROUP (ORDER BY y), or OVER (…)");
                }
                yield given;
            }
            default -> given;
        };
    }

    private List<Integer> arguments(List<SortKey> order) {
        return switch (function) {
            case PERCENTILE_CONT -> {
                Type type = input.rowType().type(order.get(0).column());
                if (type.layout() == Layout.BOOLEAN || !isNumber(type)) {
                    throw invalid(
                            ErrorCode.TYPE_MISMATCH,
                            "PERCENTILE_CONT computes what is between two numbers, not two values of type " + type.sql()
                                    + "; PERCENTILE_DISC gives one of the values");
                }
                yield List.of(order.get(0).column());
            }
            case PERCENTILE_DISC -> List.of(order.get(0).column());
            case LISTAGG, MIN_BY, MAX_BY -> call.getArgList().subList(0, 1);
            default -> call.getArgList();
        };
    }

    private static boolean isNumber(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    private List<Literal> constants() {
        return switch (function) {
            case LISTAGG ->
                List.of(
                        call.getArgList().size() < 2
                                ? Literal.of(",", Type.VARCHAR)
                                : constant(
                                        call.getArgList().get(1),
                                        "the separator of LISTAGG",
                                        Literal.of(",", Type.VARCHAR)));
            case PERCENTILE_CONT, PERCENTILE_DISC ->
                List.of(constant(call.getArgList().get(0), "the fraction of " + name(), Literal.of(1, Type.INTEGER)));
            case JSON_ARRAYAGG, JSON_OBJECTAGG ->
                ArrangedAggregates.isOfJson(call.getAggregation())
                        ? List.of(Literal.of(true, Type.BOOLEAN))
                        : List.of();
            default -> List.of();
        };
    }

    private Literal constant(int column, String what, Literal ofNoRow) {
        return ConstantColumn.of(input.stream(), column, ofNoRow)
                .filter(literal -> literal.value().isPresent())
                .orElseThrow(() -> notSupported(call, what + " must be a constant"));
    }

    private List<Integer> required(List<Integer> arguments, List<SortKey> order) {
        return switch (function) {
            case MIN_BY, MAX_BY -> List.of(order.get(0).column());
            case ARRAY_AGG, JSON_ARRAYAGG, FIRST_VALUE, LAST_VALUE -> ignoresNulls() ? arguments : List.of();
            case JSON_OBJECTAGG -> ignoresNulls() ? arguments.subList(1, 2) : List.of();
            default -> arguments;
        };
    }

    private boolean ignoresNulls() {
        return call.ignoreNulls() || ArrangedAggregates.ignoresNulls(call.getAggregation());
    }

    private UnplannableException invalid(ErrorCode code, String message) {
        return new UnplannableException(
                code, new Construct(Construct.Kind.FUNCTION, name(), call.getParserPosition()), message);
    }

    static UnplannableException notSupported(org.apache.calcite.rel.core.AggregateCall call, String message) {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                new Construct(
                        Construct.Kind.FUNCTION,
                        ArrangedAggregates.writtenName(call.getAggregation()),
                        call.getParserPosition()),
                message);
    }
}
