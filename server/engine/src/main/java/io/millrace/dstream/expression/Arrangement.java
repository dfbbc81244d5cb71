package io.millrace.dstream.expression;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How an aggregate that depends on more than the values of its arguments sees the rows of a group.
 *
 * @param order the order of the rows; those that it leaves undecided are ordered by the arguments, nulls last
 * @param constants the separator of LISTAGG, the fraction of PERCENTILE_CONT and PERCENTILE_DISC, TRUE of JSON lists
 *     whose values are JSON themselves
 * @param required input columns; a row in which one of them is null does not count
 */
public record Arrangement(List<SortKey> order, List<Literal> constants, List<Integer> required) {

    public Arrangement {
        order = List.copyOf(order);
        constants = List.copyOf(constants);
        required = List.copyOf(required);
    }

    /** The same over rows whose columns stand elsewhere. */
    Arrangement moved(IntUnaryOperator columns) {
        return new Arrangement(
                order.stream()
                        .map(key -> new SortKey(columns.applyAsInt(key.column()), key.descending(), key.nullsFirst()))
                        .toList(),
                constants,
                required.stream().map(columns::applyAsInt).toList());
    }
}
