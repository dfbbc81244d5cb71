package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * One aggregate of an {@code Aggregate}.
 *
 * @param arguments input columns
 * @param distinct whether equal arguments count once
 * @param filter BOOLEAN input column; only rows where it is true count ({@code FILTER (WHERE …)})
 * @param arrangement there for functions that are {@linkplain AggregateFunction#isArranged() arranged}
 * @param type result type; AVG and SUM of DECIMALs are exact in it
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        OptionalInt filter,
        Optional<Arrangement> arrangement,
        Type type,
        boolean nullable) {

    public AggregateCall {
        arguments = List.copyOf(arguments);
        if (arrangement.isPresent() != function.isArranged()) {
            throw new IllegalStateException(function + (arrangement.isPresent() ? " has no order" : " has an order"));
        }
    }

    /** A call that sees no order among its rows. */
    public AggregateCall(
            AggregateFunction function,
            List<Integer> arguments,
            boolean distinct,
            OptionalInt filter,
            Type type,
            boolean nullable) {
        this(function, arguments, distinct, filter, Optional.empty(), type, nullable);
    }

    /** The columns that must not be null in a row that counts. */
    public List<Integer> required() {
        return arrangement
                .map(Arrangement::required)
                .orElse(function == AggregateFunction.SINGLE_VALUE ? List.of() : arguments);
    }

    /** The arguments, then the other columns by which the rows are ordered. */
    public List<Integer> columns() {
        if (arrangement.isEmpty()) {
            return arguments;
        }
        List<Integer> columns = new ArrayList<>(arguments);
        for (SortKey key : arrangement.get().order()) {
            if (!columns.contains(key.column())) {
                columns.add(key.column());
            }
        }
        return columns;
    }

    /** Whether it reads a column from {@code width} on. */
    public boolean readsBeyond(int width) {
        return columns().stream().anyMatch(column -> column >= width)
                || required().stream().anyMatch(column -> column >= width)
                || (filter.isPresent() && filter.getAsInt() >= width);
    }

    /** The same call over rows whose columns stand elsewhere. */
    public AggregateCall moved(IntUnaryOperator columns) {
        return new AggregateCall(
                function,
                arguments.stream().map(columns::applyAsInt).toList(),
                distinct,
                filter.isPresent() ? OptionalInt.of(columns.applyAsInt(filter.getAsInt())) : OptionalInt.empty(),
                arrangement.map(rows -> rows.moved(columns)),
                type,
                nullable);
    }
}
