package io.millrace.planner.validation;

import io.millrace.planner.expression.MillraceFunctions;
import io.millrace.planner.expression.Variants;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * Tables that are written like values, in forms that Calcite understands: GENERATE_SERIES as UNNEST of the array that it is, with a
 * column that is called like the table; UNNEST of several arrays, whose elements may be null because the arrays may differ in length;
 * and VALUES of several columns behind IN as the list of rows that it is. A misspelt table function is told.
 */
final class TableSyntax {

    private static final String NAME = MillraceFunctions.generateSeries().getName();

    private TableSyntax() {}

    /** The same in that form; anything else as it is. */
    static SqlNode understood(SqlNode node, SqlOperatorTable operators) {
        if (!(node instanceof SqlCall call)) {
            return node;
        }
        return switch (call.getKind()) {
            case AS -> isSeries(call.operand(0)) ? named(call) : call;
            case LATERAL -> isSeries(call) ? alone(call) : call;
            case COLLECTION_TABLE -> isSeries(call) ? alone(call) : checked(call, operators);
            case IN, NOT_IN -> call.operand(1).getKind() == SqlKind.VALUES ? listed(call) : call;
            case UNNEST -> call.operandCount() > 1 ? sideBySide(call) : ofElements(call);
            default -> call;
        };
    }

    /** UNNEST of what may be a VARIANT. */
    private static SqlNode ofElements(SqlCall call) {
        SqlNode array = call.operand(0);
        boolean variant = array.getKind() == SqlKind.IDENTIFIER || array.getKind() == SqlKind.ITEM || isParsed(array);
        return variant
                ? call.getOperator()
                        .createCall(
                                call.getParserPosition(),
                                Variants.elements().createCall(array.getParserPosition(), array))
                : call;
    }

    private static boolean isParsed(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator().getName().equalsIgnoreCase("PARSE_JSON");
    }

    /** A misspelt one, which would else be taken for a function of a sub-query. */
    private static SqlNode checked(SqlCall call, SqlOperatorTable operators) {
        if (!(call.operand(0) instanceof SqlCall function)
                || !(function.getOperator() instanceof SqlUnresolvedFunction unresolved)
                || isUserFunction(unresolved, operators)) {
            return call;
        }
        String name = function.getOperator().getName();
        List<String> known = new ArrayList<>(MillraceOperators.tableFunctionNames());
        if (known.stream().anyMatch(name::equalsIgnoreCase)) {
            return call;
        }
        operators.getOperatorList().stream()
                .filter(TableSyntax::isUserTableFunction)
                .forEach(own -> known.add(own.getName()));
        throw ValidationFailure.at(
                ErrorCode.FUNCTION_NOT_FOUND,
                function,
                "table function " + name + " not found"
                        + Names.nearest(name, known)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("; there are " + String.join(", ", known)));
    }

    private static boolean isUserFunction(SqlUnresolvedFunction function, SqlOperatorTable operators) {
        return named(function, operators).stream().anyMatch(TableSyntax::isUserTableFunction);
    }

    /** The functions that a call may mean by its name. */
    static List<SqlOperator> named(SqlFunction function, SqlOperatorTable operators) {
        List<SqlOperator> found = new ArrayList<>();
        operators.lookupOperatorOverloads(
                function.getNameAsId(),
                SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION,
                SqlSyntax.FUNCTION,
                found,
                SqlNameMatchers.withCaseSensitive(false));
        return found;
    }

    private static boolean isUserTableFunction(SqlOperator operator) {
        return operator instanceof SqlFunction function
                && function.getFunctionType() == SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION;
    }

    private static boolean isSeries(SqlNode node) {
        if (node.getKind() == SqlKind.LATERAL) {
            return isSeries(((SqlCall) node).operand(0));
        }
        return node.getKind() == SqlKind.COLLECTION_TABLE
                && ((SqlCall) node).operand(0) instanceof SqlCall function
                && function.getOperator().getName().equalsIgnoreCase(NAME);
    }

    private static SqlNode unnested(SqlNode series) {
        SqlCall call = (SqlCall) series;
        return call.getKind() == SqlKind.LATERAL
                ? unnested(call.operand(0))
                : SqlStdOperatorTable.UNNEST.createCall(call.getParserPosition(), (SqlNode) call.operand(0));
    }

    private static SqlNode alone(SqlCall series) {
        SqlParserPos position = series.getParserPosition();
        SqlIdentifier name = new SqlIdentifier("generate_series", position);
        return SqlStdOperatorTable.AS.createCall(position, unnested(series), name, name);
    }

    private static SqlNode named(SqlCall as) {
        List<SqlNode> operands = new ArrayList<>(as.getOperandList());
        operands.set(0, unnested(operands.get(0)));
        if (operands.size() == 2) {
            operands.add(operands.get(1));
        }
        return as.getOperator().createCall(as.getParserPosition(), operands);
    }

    private static SqlNode listed(SqlCall in) {
        List<SqlNode> rows = ((SqlCall) in.operand(1)).getOperandList();
        boolean single = rows.stream().anyMatch(row -> ((SqlCall) row).operandCount() < 2);
        SqlNodeList list = new SqlNodeList(rows, in.operand(1).getParserPosition());
        return single ? in : in.getOperator().createCall(in.getParserPosition(), in.operand(0), list);
    }

    private static SqlNode sideBySide(SqlCall unnest) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : unnest.getOperandList()) {
            boolean done = operand instanceof SqlCall call && call.getOperator() == MillraceFunctions.elementsOrNull();
            operands.add(
                    done
                            ? operand
                            : MillraceFunctions.elementsOrNull().createCall(operand.getParserPosition(), operand));
        }
        return unnest.getOperator().createCall(unnest.getParserPosition(), operands);
    }
}
