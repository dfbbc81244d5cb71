package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.List;
import java.util.OptionalInt;

/**
 * One aggregate of an {@code Aggregate}.
 *
 * @param arguments input columns
 * @param distinct whether equal arguments count once
 * @param filter BOOLEAN input column; only rows where it is true count ({@code FILTER (WHERE …)})
 * @param type result type; AVG and SUM of DECIMALs are exact in it
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        OptionalInt filter,
        Type type,
        boolean nullable) {

    public AggregateCall {
        arguments = List.copyOf(arguments);
    }
}
