package io.millrace.planner.match;

import java.util.List;
import java.util.OptionalInt;
import org.apache.calcite.rel.type.RelDataType;

/**
 * What a navigation or an aggregate looks at in a row.
 *
 * @param variables of the rows; empty for all rows
 * @param column of the input or computed from it; none for the rows themselves
 */
record RowArgument(List<Integer> variables, OptionalInt column, RelDataType type) {

    static RowArgument rows(List<Integer> variables) {
        return new RowArgument(variables, OptionalInt.empty(), null);
    }
}
