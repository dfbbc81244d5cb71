package io.millrace.planner.validation;

import io.millrace.planner.rules.PlainSelect;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Puts calls of window functions into a form that Calcite understands: named arguments in their order, because it would take their
 * types by the order in which they are written; a SELECT as data; and the time column under the name that it has behind the
 * function.
 */
final class WindowCalls {

    private static final Map<String, WindowFunction> FUNCTIONS = Stream.of(
                    WindowFunction.TUMBLE, WindowFunction.HOP, WindowFunction.CUMULATE)
            .collect(Collectors.toMap(WindowFunction::getName, Function.identity()));

    private WindowCalls() {}

    /** The same call in that form; anything but a call of a window function as it is. */
    static SqlNode understood(SqlNode node) {
        if (!(node instanceof SqlCall call) || call.getKind() == SqlKind.SELECT) {
            return node;
        }
        WindowFunction function = FUNCTIONS.get(call.getOperator().getName());
        if (function == null || call.operandCount() == 0 || call.getOperator() != function && isGrouping(call)) {
            return node;
        }
        boolean named = call.getOperandList().stream().anyMatch(WindowCalls::isNamed);
        List<SqlNode> operands = named ? ordered(call, function) : call.getOperandList();
        operands.stream().skip(2).forEach(WindowCalls::checkConstant);
        if (operands.size() < 2) {
            return node;
        }
        List<SqlNode> changed = new ArrayList<>(operands);
        changed.set(0, wrapped(operands.get(0)));
        changed.set(1, renamed(operands.get(1)));
        return changed.equals(call.getOperandList()) ? node : function.createCall(call.getParserPosition(), changed);
    }

    /** A union, VALUES or WITH as {@code SELECT * FROM (…)}, because Calcite would take each branch for an input of its own. */
    private static SqlNode wrapped(SqlNode data) {
        if (!data.isA(SqlKind.QUERY) || data.getKind() == SqlKind.EXPLICIT_TABLE || data.getKind() == SqlKind.SELECT) {
            return data;
        }
        SqlParserPos position = data.getParserPosition();
        SqlNode from = SqlStdOperatorTable.AS.createCall(position, data, new SqlIdentifier("data", position));
        return PlainSelect.all(from);
    }

    /**
     * Columns of earlier windows are called {@code inner_…} behind the function, and there Calcite looks for the time column, too.
     */
    private static SqlNode renamed(SqlNode descriptor) {
        boolean asWritten = descriptor instanceof SqlCall call
                && call.getOperator() instanceof SqlUnresolvedFunction
                && call.getOperator().getName().equals("DESCRIPTOR")
                && call.operandCount() == 1;
        if (!asWritten || !(((SqlCall) descriptor).operand(0) instanceof SqlIdentifier column) || !column.isSimple()) {
            return descriptor;
        }
        SqlIdentifier behind = new SqlIdentifier(WindowFunction.behind(column.getSimple()), column.getParserPosition());
        return ((SqlCall) descriptor).getOperator().createCall(descriptor.getParserPosition(), behind);
    }

    private static boolean isGrouping(SqlCall call) {
        return call.operand(0) instanceof SqlIdentifier;
    }

    private static boolean isNamed(SqlNode operand) {
        return operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
    }

    private static List<SqlNode> ordered(SqlCall call, WindowFunction function) {
        List<String> names = function.parameterNames();
        SqlNode[] operands = new SqlNode[names.size()];
        int position = 0;
        for (SqlNode operand : call.getOperandList()) {
            int at = isNamed(operand) ? index(((SqlCall) operand).operand(1), function) : position++;
            SqlNode value = isNamed(operand) ? ((SqlCall) operand).operand(0) : operand;
            if (at >= names.size()) {
                throw ValidationFailure.at(ErrorCode.INVALID_WINDOW, operand, "this argument is one too many");
            }
            if (operands[at] != null) {
                throw ValidationFailure.at(
                        ErrorCode.INVALID_WINDOW, operand, "the argument " + names.get(at) + " is given twice");
            }
            operands[at] = value;
        }
        List<SqlNode> all = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            if (operands[i] == null && !function.isOptional(i)) {
                throw ValidationFailure.at(
                        ErrorCode.INVALID_WINDOW, call, function.getName() + " needs the argument " + names.get(i));
            }
            all.add(
                    operands[i] == null
                            ? SqlStdOperatorTable.DEFAULT.createCall(call.getParserPosition())
                            : operands[i]);
        }
        return all;
    }

    private static int index(SqlNode name, WindowFunction function) {
        List<String> names = function.parameterNames();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name.toString())) {
                return i;
            }
        }
        Optional<String> nearest = Names.nearest(name.toString(), names);
        throw ValidationFailure.at(
                ErrorCode.INVALID_WINDOW,
                name,
                function.getName() + " has no argument " + name + "; "
                        + nearest.map(found -> "did you mean " + found + "?")
                                .orElse("it has " + String.join(", ", names)));
    }

    private static void checkConstant(SqlNode operand) {
        operand.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                throw ValidationFailure.at(
                        ErrorCode.INVALID_WINDOW,
                        identifier,
                        "the lengths of a window must be constants, as in INTERVAL '1' MINUTE; \"" + identifier
                                + "\" is a name");
            }
        });
    }
}
