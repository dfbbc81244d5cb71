package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Aggregates of the rows of a frame, as those of the rows of a group. */
final class FrameAggregates {

    private FrameAggregates() {}

    /** @param order of the window, in which functions that depend on an order see the rows of a frame */
    static AggregateCall of(OverCall call, List<SortKey> order) {
        AggregateFunction function = call.function().aggregate();
        boolean by = function == AggregateFunction.MIN_BY || function == AggregateFunction.MAX_BY;
        return new AggregateCall(
                function,
                by ? call.arguments().subList(0, 1) : call.arguments(),
                false,
                OptionalInt.empty(),
                function.isArranged() ? Optional.of(arrangement(call, function, order)) : Optional.empty(),
                call.type(),
                call.nullable());
    }

    private static Arrangement arrangement(OverCall call, AggregateFunction function, List<SortKey> order) {
        List<Integer> arguments = call.arguments();
        return switch (function) {
            case MIN_BY, MAX_BY -> {
                SortKey least = new SortKey(arguments.get(1), function == AggregateFunction.MAX_BY, false);
                yield new Arrangement(List.of(least), List.of(), arguments.subList(1, 2));
            }
            case LISTAGG -> {
                boolean separated = !call.constants().isEmpty();
                Literal separator = separated ? call.constants().get(0) : Literal.of(",", Type.VARCHAR);
                yield new Arrangement(order, List.of(separator), arguments);
            }
            case PERCENTILE_CONT, PERCENTILE_DISC -> {
                boolean descending = call.function().isDescending();
                SortKey key = new SortKey(arguments.get(0), descending, descending);
                yield new Arrangement(List.of(key), call.constants(), arguments);
            }
            case MODE -> new Arrangement(List.of(), List.of(), arguments);
            default -> new Arrangement(order, List.of(), call.ignoreNulls() ? arguments : List.of());
        };
    }
}
