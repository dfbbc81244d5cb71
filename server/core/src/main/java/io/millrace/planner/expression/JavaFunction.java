package io.millrace.planner.expression;

import io.millrace.catalog.UserFunction;
import io.millrace.engine.codegen.runtime.call.MethodSignature;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.StructType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** The call of a method in Java: what the body of a function comes to that is not written in SQL. */
public final class JavaFunction extends SqlFunction {

    private final UserFunction function;

    private JavaFunction(UserFunction function, RelDataType result) {
        super(
                function.name().name(),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(result),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    /** @param result the type of what is called, before it is cast to that of the function */
    public static RexNode call(UserFunction function, RexBuilder rex, List<RexNode> arguments, RelDataType result) {
        JavaFunction operator = new JavaFunction(function, result);
        return rex.makeCall(result, operator, arguments);
    }

    /** The call of a method that gives rows, for a query. */
    public static SqlNode ofRows(UserFunction function, RelDataType result, List<SqlNode> arguments) {
        return new JavaFunction(function, result).createCall(SqlParserPos.ZERO, arguments);
    }

    /** It is not looked for by name. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
        return validateOperands(validator, scope, call);
    }

    UserFunction.Kind kind() {
        return function.kind();
    }

    /** {@code package.Class.method}, or {@code package.Class} of an aggregate. */
    String method() {
        return function.method().orElseThrow();
    }

    MethodSignature signature() {
        List<Field> given = function.aggregate()
                ? ((StructType) ((ArrayType) function.parameters().get(0).type()).element()).fields()
                : function.parameters();
        return MethodSignature.of(
                new RowType(given),
                function.result().fields().stream().map(Field::type).toList());
    }
}
