package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import java.util.function.Consumer;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A part of what the call of a function stands for; it has the name of that, and is not looked for by name. */
final class InnerFunction extends ValueFunction {

    private InnerFunction(UserFunction function, Consumer<UserFunction> called, SqlOperandTypeChecker arguments) {
        super(function, called, arguments);
    }

    /** A function of an argument as it is written. */
    static InnerFunction ofArgument(UserFunction function, Consumer<UserFunction> called) {
        return new InnerFunction(function, called, new DeclaredParameters(function));
    }

    /** A function of what the server has put together itself. */
    static InnerFunction ofRows(UserFunction function, Consumer<UserFunction> called) {
        return new InnerFunction(function, called, OperandTypes.ANY);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }
}
