package io.millrace.engine.input;

import io.millrace.engine.refused.RowExpectation;
import java.util.List;
import java.util.Optional;

/**
 * What rows have to fulfil; and what those that come by INSERT have to fulfil together, and get.
 *
 * @param expectations of each row, whatever it comes from
 * @param unique indexes of declared columns of a table in which no two rows may have the same values
 */
public record RowRules(List<RowExpectation> expectations, List<List<Integer>> unique, Optional<Identity> identity) {

    public static final RowRules NONE = new RowRules(List.of(), List.of(), Optional.empty());

    public RowRules {
        expectations = List.copyOf(expectations);
        unique = unique.stream().map(List::copyOf).toList();
    }

    /**
     * A column that gets numbers.
     *
     * @param column index of the declared column, whose values are whole numbers
     * @param start the first one
     * @param increment from one to the next; not zero
     */
    public record Identity(int column, long start, long increment) {}
}
