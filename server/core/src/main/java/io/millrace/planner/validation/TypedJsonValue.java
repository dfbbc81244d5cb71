package io.millrace.planner.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * {@code JSON_VALUE(json, path RETURNING type …)} as the text of the value, cast to the type. A text that is no value of the type is
 * an error in the sense of ON ERROR, like JSON that cannot be read.
 */
final class TypedJsonValue {

    /** What is there in the place of text that cannot be read; no type but text has a value that is written so. */
    private static final String UNREADABLE = "";

    private final SqlCall call;
    private final SqlParserPos position;
    private final SqlNode type;
    private final Clause onEmpty;
    private final Clause onError;

    /** What is to happen, and the value to give by DEFAULT. */
    private record Clause(SqlJsonValueEmptyOrErrorBehavior behaviour, SqlNode value) {}

    /** @param call with RETURNING and a type as third and fourth operand */
    TypedJsonValue(SqlCall call) {
        this.call = call;
        this.position = call.getParserPosition();
        this.type = call.operand(3);
        this.onEmpty = clause(SqlJsonEmptyOrError.EMPTY);
        this.onError = clause(SqlJsonEmptyOrError.ERROR);
    }

    private Clause clause(SqlJsonEmptyOrError condition) {
        for (int i = 5; i < call.operandCount(); i++) {
            if (symbol(i) == condition) {
                boolean byDefault = symbol(i - 2) == SqlJsonValueEmptyOrErrorBehavior.DEFAULT;
                return byDefault
                        ? new Clause(SqlJsonValueEmptyOrErrorBehavior.DEFAULT, call.operand(i - 1))
                        : new Clause((SqlJsonValueEmptyOrErrorBehavior) symbol(i - 1), null);
            }
        }
        return new Clause(SqlJsonValueEmptyOrErrorBehavior.NULL, null);
    }

    private Object symbol(int operand) {
        return call.operand(operand) instanceof SqlLiteral literal ? literal.getValue() : null;
    }

    SqlNode rewritten() {
        if (isText()) {
            return cast(text(onError));
        }
        return switch (onError.behaviour()) {
            case NULL -> tryCast(text(onError));
            case ERROR -> cast(text(onError));
            case DEFAULT -> {
                SqlNode text = text(new Clause(
                        SqlJsonValueEmptyOrErrorBehavior.DEFAULT, SqlLiteral.createCharString(UNREADABLE, position)));
                SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(position, text);
                SqlNode value = SqlStdOperatorTable.COALESCE.createCall(position, tryCast(text), cast(onError.value()));
                yield new SqlCase(
                        position, null, SqlNodeList.of(isNull), SqlNodeList.of(SqlLiteral.createNull(position)), value);
            }
        };
    }

    private boolean isText() {
        return type instanceof SqlDataTypeSpec spec
                && spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
                && SqlTypeName.CHAR_TYPES.contains(
                        SqlTypeName.get(basic.getTypeName().getSimple()));
    }

    private SqlNode text(Clause error) {
        List<SqlNode> operands = new ArrayList<>(List.of(call.operand(0), lax(call.operand(1))));
        add(operands, onEmpty, SqlJsonEmptyOrError.EMPTY);
        add(operands, error, SqlJsonEmptyOrError.ERROR);
        return SqlStdOperatorTable.JSON_VALUE.createCall(position, operands);
    }

    private void add(List<SqlNode> operands, Clause clause, SqlJsonEmptyOrError condition) {
        operands.add(SqlLiteral.createSymbol(clause.behaviour(), position));
        if (clause.value() != null) {
            SqlDataTypeSpec text =
                    new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position);
            operands.add(SqlStdOperatorTable.CAST.createCall(position, clause.value(), text));
        }
        operands.add(SqlLiteral.createSymbol(condition, position));
    }

    /** The path in the mode in which a value that is not there is EMPTY and no error; Calcite takes the other one by default. */
    static SqlNode lax(SqlNode path) {
        if (!(path instanceof SqlCharStringLiteral literal)) {
            return path;
        }
        String text = literal.getValueAs(String.class);
        boolean hasMode = text.strip().toLowerCase(Locale.ROOT).matches("(lax|strict)\\s.*");
        return hasMode ? path : SqlLiteral.createCharString("lax " + text, path.getParserPosition());
    }

    private SqlNode cast(SqlNode value) {
        return SqlStdOperatorTable.CAST.createCall(position, value, type);
    }

    private SqlNode tryCast(SqlNode value) {
        return SqlLibraryOperators.TRY_CAST.createCall(position, value, type);
    }
}
