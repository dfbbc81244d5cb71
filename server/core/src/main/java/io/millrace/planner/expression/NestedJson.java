package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.planner.types.TypeConversion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.JsonFunctions;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * JSON_OBJECT and JSON_ARRAY with values that are JSON themselves ({@code FORMAT JSON}), which go into the result as they are written, and with times,
 * which go as text. Generated code calls it by name; what is no JSON comes as a JSON array of one.
 */
public final class NestedJson {

    private static final String NULL = "null";

    private NestedJson() {}

    /** Whether a call makes JSON, with values that Calcite writes in another way: JSON, and times, which it writes as numbers. */
    static boolean is(RexCall call) {
        return (call.getOperator() == SqlStdOperatorTable.JSON_OBJECT
                        || call.getOperator() == SqlStdOperatorTable.JSON_ARRAY)
                && call.getOperands().stream()
                        .anyMatch(value -> isJson(value) || SqlTypeUtil.isDatetime(value.getType()));
    }

    private static boolean isJson(RexNode value) {
        return value.getKind() == SqlKind.JSON_VALUE_EXPRESSION;
    }

    static Expression translate(RexCall call, ExpressionTranslator translator, RexBuilder rex) {
        boolean object = call.getOperator() == SqlStdOperatorTable.JSON_OBJECT;
        boolean absent = ((RexLiteral) call.getOperands().get(0)).getValueAs(SqlJsonConstructorNullClause.class)
                == SqlJsonConstructorNullClause.ABSENT_ON_NULL;
        List<Expression> arguments = new ArrayList<>();
        StringBuilder values = new StringBuilder();
        for (int i = 1; i < call.getOperands().size(); i++) {
            RexNode value = call.getOperands().get(i);
            boolean key = object && i % 2 == 1;
            boolean json = isJson(value);
            values.append(i == 1 ? "" : ", ").append(key ? "a" : json ? "new String[] {(String) a" : "(Object) a");
            values.append(arguments.size()).append(json ? "}" : "");
            arguments.add(translator.translate(
                    key ? value : json ? ((RexCall) value).getOperands().get(0) : alone(value, call, rex)));
        }
        String body = "return " + NestedJson.class.getName() + (object ? ".object(" : ".array(") + absent
                + ", new Object[] {" + values + "});";
        return new SourceCall(
                call.getOperator().getName(),
                body,
                arguments,
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
    }

    private static RexNode alone(RexNode value, RexCall call, RexBuilder rex) {
        RexNode nulls = rex.makeFlag(SqlJsonConstructorNullClause.NULL_ON_NULL);
        RexNode written = SqlTypeUtil.isDatetime(value.getType()) ? text(value, rex) : value;
        return rex.makeCall(call.getType(), SqlStdOperatorTable.JSON_ARRAY, List.of(nulls, written));
    }

    private static RexNode text(RexNode time, RexBuilder rex) {
        RelDataTypeFactory types = rex.getTypeFactory();
        return rex.makeAbstractCast(
                types.createTypeWithNullability(
                        types.createSqlType(SqlTypeName.VARCHAR), time.getType().isNullable()),
                time,
                false);
    }

    /**
     * A JSON object.
     *
     * @param absent whether nulls are left out
     * @param pairs keys, and after each its value: JSON as the element of an array, or what is the one element of a JSON array
     */
    public static String object(boolean absent, Object[] pairs) {
        Map<String, String> members = new HashMap<>(); // in the order that Calcite's own have
        for (int i = 0; i < pairs.length; i += 2) {
            String value = text(pairs[i + 1]);
            if (!absent || !value.equals(NULL)) {
                members.put((String) pairs[i], value);
            }
        }
        StringBuilder text = new StringBuilder();
        members.forEach((key, value) -> text.append(text.length() == 0 ? "{" : ",")
                .append(JsonFunctions.jsonize(key))
                .append(':')
                .append(value));
        return text.length() == 0 ? "{}" : text.append('}').toString();
    }

    /**
     * A JSON array.
     *
     * @param absent whether nulls are left out
     * @param values JSON as the element of an array, or what is the one element of a JSON array
     */
    public static String array(boolean absent, Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            String element = text(value);
            if (!absent || !element.equals(NULL)) {
                text.append(text.length() == 0 ? "[" : ",").append(element);
            }
        }
        return text.length() == 0 ? "[]" : text.append(']').toString();
    }

    private static String text(Object value) {
        if (!(value instanceof String[] json)) {
            String array = (String) value;
            return array.substring(1, array.length() - 1);
        }
        if (json[0] == null) {
            return NULL;
        }
        try {
            JsonFunctions.dejsonize(json[0]);
        } catch (RuntimeException e) {
            throw EvaluationException.invalidArgument(
                    "what is said to be JSON with FORMAT JSON cannot be read as JSON");
        }
        return json[0].strip();
    }
}
