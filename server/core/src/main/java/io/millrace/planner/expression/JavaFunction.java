package io.millrace.planner.expression;

import io.millrace.catalog.UserFunction;
import io.millrace.engine.codegen.runtime.call.MethodSignature;
import io.millrace.spi.data.RowType;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** The call of a method in Java: what the body of a function comes to that is not written in SQL. */
public final class JavaFunction extends SqlFunction {

    private final String method;
    private final MethodSignature signature;

    private JavaFunction(String name, String method, MethodSignature signature, RelDataType result) {
        super(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(result),
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.method = method;
        this.signature = signature;
    }

    /** @param result the type of what is called, before it is cast to that of the function */
    public static RexNode call(UserFunction function, RexBuilder rex, List<RexNode> arguments, RelDataType result) {
        JavaFunction operator = new JavaFunction(
                function.name().name(),
                function.method().orElseThrow(),
                MethodSignature.of(
                        new RowType(function.parameters()), function.result().type(0)),
                result);
        return rex.makeCall(result, operator, arguments);
    }

    /** {@code package.Class.method}. */
    public String method() {
        return method;
    }

    public MethodSignature signature() {
        return signature;
    }
}
