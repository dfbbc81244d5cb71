package io.millrace.engine.aggregate.arranged;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;

/** Makes results of ordered rows, whose columns are those of the call. */
public interface ArrangedResult {

    /** The results of {@code groups[0..count)}; null for those without rows that count. */
    Column of(OrderedRows rows, int[] groups, int count);

    /** The result that a call asks for. */
    static ArrangedResult of(AggregateCall call, RowType input) {
        AggregateFunction function = call.function();
        return switch (function) {
            case LISTAGG -> new TextList(call);
            case ARRAY_AGG -> new ArrayOfValues(call.type());
            case JSON_ARRAYAGG -> new JsonArray(argument(call, input), isOfJson(call));
            case JSON_OBJECTAGG ->
                new JsonObject(
                        argument(call, input), input.type(call.arguments().get(1)), isOfJson(call));
            case FIRST_VALUE, MIN_BY, MAX_BY -> new ValueAtEnd(call.type(), false);
            case LAST_VALUE -> new ValueAtEnd(call.type(), true);
            case PERCENTILE_CONT, PERCENTILE_DISC -> new Percentile(call, argument(call, input));
            case MODE -> new MostFrequent(call.type());
            default -> throw new IllegalStateException(function + " sees no order");
        };
    }

    /** Whether the result is that of the first row alone, so that others need not be kept when none is taken back. */
    static boolean isOfFirst(AggregateCall call) {
        return switch (call.function()) {
            case FIRST_VALUE, MIN_BY, MAX_BY -> true;
            default -> false;
        };
    }

    /** Whether it is that of the last row alone. */
    static boolean isOfLast(AggregateCall call) {
        return call.function() == AggregateFunction.LAST_VALUE;
    }

    private static boolean isOfJson(AggregateCall call) {
        return call.arrangement().stream()
                .anyMatch(arrangement -> !arrangement.constants().isEmpty());
    }

    private static Type argument(AggregateCall call, RowType input) {
        return input.type(call.arguments().get(0));
    }
}
