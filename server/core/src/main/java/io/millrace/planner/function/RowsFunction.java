package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.types.TypeConversion;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A function of a user that gives a table, as Calcite sees it. */
final class RowsFunction extends SqlFunction implements SqlTableFunction {

    private final UserFunction function;
    private final Consumer<UserFunction> called;

    /** @param called told when a call is checked */
    RowsFunction(UserFunction function, Consumer<UserFunction> called) {
        super(
                function.name().name(),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.CURSOR,
                new DeclaredParameters(function).inference(),
                new DeclaredParameters(function),
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
        this.function = function;
        this.called = called;
    }

    UserFunction function() {
        return function;
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return binding -> {
            called.accept(function);
            return TypeConversion.toCalcite(binding.getTypeFactory(), function.result());
        };
    }
}
