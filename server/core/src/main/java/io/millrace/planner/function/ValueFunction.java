package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.types.TypeConversion;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;

/** A function of a user that gives a value, as Calcite sees it. */
class ValueFunction extends SqlFunction {

    private final UserFunction function;

    /** @param called told when a call is checked */
    ValueFunction(UserFunction function, Consumer<UserFunction> called) {
        this(function, called, new DeclaredParameters(function));
    }

    /** @param arguments checks them */
    ValueFunction(UserFunction function, Consumer<UserFunction> called, SqlOperandTypeChecker arguments) {
        super(
                function.name().name(),
                SqlKind.OTHER_FUNCTION,
                binding -> {
                    called.accept(function);
                    return TypeConversion.toCalcite(
                            binding.getTypeFactory(),
                            function.result().type(0),
                            function.result().field(0).nullable());
                },
                new DeclaredParameters(function).inference(),
                arguments,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    UserFunction function() {
        return function;
    }
}
