package io.millrace.planner.rules;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Fails for the row that needs it: the value of a sub-query that has more than one row. Its argument is how many there are; its type
 * is that of the value. Not to be named in queries.
 */
public final class MoreThanOneRow {

    public static final String NAME = "$MORE_THAN_ONE_ROW";

    public static final SqlOperator OPERATOR = new SqlFunction(
            NAME,
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0_NULLABLE,
            null,
            OperandTypes.NUMERIC,
            SqlFunctionCategory.SYSTEM);

    private MoreThanOneRow() {}
}
