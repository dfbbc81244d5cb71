package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.runtime.nested.JsonText;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.JsonFunctions;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;

/** JSON_ARRAY, JSON_OBJECT and FORMAT JSON: what is JSON lies in them as such, times are texts, and arrays are arrays. */
final class JsonCalls {

    private static final String TEXT = JsonText.class.getName();

    private JsonCalls() {}

    static Expression array(RexCall call, List<Expression> operands) {
        return made("array", call, operands);
    }

    static Expression object(RexCall call, List<Expression> operands) {
        return made("object", call, operands);
    }

    /** JSON text that a user says is one, outside of what is made here. */
    static Expression checked(RexCall call, List<Expression> operands) {
        Expression text = operands.get(0);
        return isMade(call.getOperands().get(0))
                ? text
                : new SourceCall("FORMAT JSON", "return " + checked("a0") + ";", List.of(text), text.type(), text.nullable());
    }

    private static String checked(String argument) {
        return TEXT + ".checked(" + argument + ", " + JsonFunctions.class.getName() + ".isJsonValue((String) " + argument
                + "))";
    }

    /** Whether an expression makes JSON, so that nobody need look whether it is some. */
    private static boolean isMade(RexNode node) {
        return node instanceof RexCall call
                && switch (call.getOperator().getName()) {
                    case "JSON_ARRAY", "JSON_OBJECT", "JSON_QUERY" -> true;
                    default -> false;
                };
    }

    private static Expression made(String method, RexCall call, List<Expression> operands) {
        boolean withNulls =
                Functions.flag(call, SqlJsonConstructorNullClause.class) == SqlJsonConstructorNullClause.NULL_ON_NULL;
        List<RexNode> values = Functions.values(call);
        List<String> boxed = new ArrayList<>();
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expression argument = argument(call, operands.get(i));
            arguments.add(argument);
            boxed.add(boxed("a" + i, argument.type(), values.get(i)));
        }
        String body = "return " + TEXT + "." + method + "(" + withNulls + ", new Object[] {" + String.join(", ", boxed)
                + "});";
        return new SourceCall(call.getOperator().getName(), body, arguments, Type.VARCHAR, false);
    }

    private static Expression argument(RexCall call, Expression value) {
        return switch (value.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, ARRAY -> value;
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_MONTH, INTERVAL_DAY -> Casts.cast(value, Type.VARCHAR);
            case BINARY, VARBINARY ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.call(call),
                        "JSON has no binary values; make text of them, as TO_BASE64 does");
        };
    }

    private static String boxed(String argument, Type type, RexNode value) {
        if (value instanceof RexCall call && call.getOperator() == MillraceFunctions.formatJson()) {
            return TEXT + ".written(" + argument + ")";
        }
        return switch (type.kind()) {
            case REAL -> "(" + argument + " == null ? null : (Object) Float.valueOf(" + argument + ".floatValue()))";
            default -> "(Object) " + argument;
        };
    }
}
