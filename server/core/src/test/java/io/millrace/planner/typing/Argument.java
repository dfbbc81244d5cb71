package io.millrace.planner.typing;

import io.millrace.spi.data.Type;

/**
 * What stands in a hole of a template.
 *
 * @param nullable as the column that holds it is declared
 * @param constant whether it is written as a constant rather than read from a column
 */
record Argument(String hole, Type type, boolean nullable, Value value, boolean constant) {

    Argument asConstant() {
        return new Argument(hole, type, nullable, value, true);
    }
}
