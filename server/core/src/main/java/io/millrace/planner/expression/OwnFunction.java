package io.millrace.planner.expression;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A function of ours: how it is called, which type it has, and what a call becomes. */
public final class OwnFunction extends SqlFunction {

    private final transient CallTranslation translation;

    public OwnFunction(
            String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, CallTranslation translation) {
        this(name, type, operands, SqlFunctionCategory.USER_DEFINED_FUNCTION, translation);
    }

    OwnFunction(
            String name,
            SqlReturnTypeInference type,
            SqlOperandTypeChecker operands,
            SqlFunctionCategory category,
            CallTranslation translation) {
        super(name, SqlKind.OTHER_FUNCTION, type, InferTypes.FIRST_KNOWN, operands, category);
        this.translation = translation;
    }

    CallTranslation translation() {
        return translation;
    }
}
