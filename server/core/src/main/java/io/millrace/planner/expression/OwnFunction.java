package io.millrace.planner.expression;

import org.apache.calcite.sql.SqlFunction;

/**
 * A function of ours.
 *
 * @param operator how it is called, and which type it has
 * @param translation what a call becomes
 */
record OwnFunction(SqlFunction operator, CallTranslation translation) {

    String name() {
        return operator.getName();
    }
}
