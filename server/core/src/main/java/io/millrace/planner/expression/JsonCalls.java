package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.runtime.nested.JsonText;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.JsonFunctions;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * JSON_ARRAY, JSON_OBJECT and FORMAT JSON: calls that make JSON, and what FORMAT JSON says is some, lie in them as such; everything else
 * of type text is text, times are texts, and arrays are arrays.
 */
public final class JsonCalls {

    private static final String TEXT = JsonText.class.getName();

    private JsonCalls() {}

    /** Whether a call is JSON_ARRAY or JSON_OBJECT. */
    public static boolean isMade(SqlCall call) {
        return call.getOperator() == SqlStdOperatorTable.JSON_ARRAY
                || call.getOperator() == SqlStdOperatorTable.JSON_OBJECT;
    }

    /** The same call with its values {@linkplain #marked marked}. */
    public static SqlNode within(SqlCall call) {
        boolean pairs = call.getOperator() == SqlStdOperatorTable.JSON_OBJECT;
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        for (int i = pairs ? 2 : 1; i < operands.size(); i += pairs ? 2 : 1) {
            operands.set(i, marked(operands.get(i)));
        }
        return call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }

    /** A value that is JSON in a form that says so; others as they are. */
    public static SqlNode marked(SqlNode value) {
        if (value instanceof SqlCall call && call.getKind() == SqlKind.JSON_VALUE_EXPRESSION) {
            return MillraceFunctions.formatJson().createCall(call.getParserPosition(), (SqlNode) call.operand(0));
        }
        return makesJson(value) ? MillraceFunctions.formatJson().createCall(value.getParserPosition(), value) : value;
    }

    public static boolean isMarked(SqlNode value) {
        return value instanceof SqlCall call && call.getOperator() == MillraceFunctions.formatJson();
    }

    private static boolean makesJson(SqlNode value) {
        if (!(value instanceof SqlCall call)) {
            return false;
        }
        return switch (call.getKind()) {
            case WITHIN_GROUP, FILTER, IGNORE_NULLS, RESPECT_NULLS, OVER -> makesJson(call.operand(0));
            default -> {
                String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
                boolean returning = call.operandCount() > 5 && call.operand(5) != null;
                yield name.equals("JSON_ARRAY")
                        || name.equals("JSON_OBJECT")
                        || name.startsWith("JSON_ARRAYAGG")
                        || name.startsWith("JSON_OBJECTAGG")
                        || name.equals("JSON_QUERY") && !returning;
            }
        };
    }

    static Expression array(RexCall call, List<Expression> operands) {
        return made("array", call, operands);
    }

    static Expression object(RexCall call, List<Expression> operands) {
        return made("object", call, operands);
    }

    /** JSON text that a user says is one, outside of what is made here. */
    static Expression checked(RexCall call, List<Expression> operands) {
        Expression text = operands.get(0);
        return isMadeHere(call.getOperands().get(0))
                ? text
                : new SourceCall(
                        "FORMAT JSON", "return " + checked("a0") + ";", List.of(text), text.type(), text.nullable());
    }

    private static String checked(String argument) {
        return TEXT + ".checked(" + argument + ", " + JsonFunctions.class.getName() + ".isJsonValue((String) "
                + argument + "))";
    }

    /** Whether an expression makes JSON, so that nobody need look whether it is some. */
    private static boolean isMadeHere(RexNode node) {
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
            boxed.add(boxed(
                    "a" + i,
                    argument.type(),
                    values.get(i),
                    operands.get(i).type().kind()));
        }
        String body = "return " + TEXT + "." + method + "(" + withNulls + ", new Object[] {" + String.join(", ", boxed)
                + "});";
        return new SourceCall(call.getOperator().getName(), body, arguments, Type.VARCHAR, false);
    }

    private static Expression argument(RexCall call, Expression value) {
        return switch (value.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, ARRAY, MULTISET ->
                value;
            case ROW, MAP -> Casts.cast(value, Type.VARCHAR);
            case VARIANT -> Variants.jsonText(value);
            case UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_MONTH, INTERVAL_DAY ->
                Casts.cast(value, Type.VARCHAR);
            case BINARY, VARBINARY ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.call(call),
                        "JSON has no binary values; make text of them, as TO_BASE64 does");
        };
    }

    private static String boxed(String argument, Type type, RexNode value, TypeKind kind) {
        if (value instanceof RexCall call && call.getOperator() == MillraceFunctions.formatJson()) {
            return TEXT + ".written(" + argument + ")";
        }
        if (kind == TypeKind.ROW || kind == TypeKind.MAP || kind == TypeKind.VARIANT) {
            return TEXT + ".written(" + argument + ")";
        }
        return switch (type.kind()) {
            case REAL -> "(" + argument + " == null ? null : (Object) Float.valueOf(" + argument + ".floatValue()))";
            default -> "(Object) " + argument;
        };
    }
}
