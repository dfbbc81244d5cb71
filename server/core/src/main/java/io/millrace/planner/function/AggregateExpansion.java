package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.validation.ArrangedAggregates;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * An aggregate of a user as a method in Java of the array of all rows of a group. So it takes rows back, closes windows and outlives the
 * server as arrays do, and a method that fails does so for one group.
 */
record AggregateExpansion(UserFunction function, Consumer<UserFunction> called) {

    /** The call by name below FILTER, WITHIN GROUP, OVER and the like. */
    static Optional<SqlCall> called(SqlCall call) {
        if (isBehind(call.getKind())) {
            return call.operand(0) instanceof SqlCall inner ? called(inner) : Optional.empty();
        }
        return call.getOperator() instanceof SqlUnresolvedFunction ? Optional.of(call) : Optional.empty();
    }

    private static boolean isBehind(SqlKind kind) {
        return switch (kind) {
            case FILTER, WITHIN_GROUP, WITHIN_DISTINCT, OVER, RESPECT_NULLS, IGNORE_NULLS -> true;
            default -> false;
        };
    }

    SqlNode expanded(SqlCall call) {
        UserFunction method = new UserFunction(
                function.name(),
                List.of(new Field("rows", new ArrayType(row(), false), true)),
                function.result(),
                UserFunction.Kind.AGGREGATE,
                "",
                function.method(),
                function.sql(),
                function.reads());
        return InnerFunction.ofRows(method, called).createCall(call.getParserPosition(), ofRows(call));
    }

    /** The type that a ROW without names has of itself. */
    private StructType row() {
        List<Field> fields = new ArrayList<>();
        for (Field parameter : function.parameters()) {
            fields.add(new Field("EXPR$" + fields.size(), parameter.type(), true));
        }
        return new StructType(fields);
    }

    /** The same call with the array of rows in the place of the aggregate. */
    private SqlNode ofRows(SqlCall call) {
        if (call.getKind() == SqlKind.RESPECT_NULLS || call.getKind() == SqlKind.IGNORE_NULLS) {
            throw ValidationFailure.notSupported(
                    call,
                    function.name().title() + " is given NULLs where its class takes them; leave out "
                            + call.getKind().sql);
        }
        if (isBehind(call.getKind())) {
            List<SqlNode> operands = new ArrayList<>(call.getOperandList());
            operands.set(0, ofRows((SqlCall) operands.get(0)));
            return call.getOperator().createCall(call.getParserPosition(), operands);
        }
        SqlParserPos position = call.getParserPosition();
        List<SqlNode> arguments = arguments(call);
        return ArrangedAggregates.named("ARRAY_AGG", false)
                .createCall(
                        call.getFunctionQuantifier(),
                        position,
                        SqlStdOperatorTable.ROW.createCall(position, arguments));
    }

    private List<SqlNode> arguments(SqlCall call) {
        List<Field> parameters = function.parameters();
        boolean star = call.operandCount() == 1 && call.operand(0) instanceof SqlIdentifier name && name.isStar();
        if (star || call.operandCount() != parameters.size()) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    call,
                    function.name().name() + " takes " + parameters.size()
                            + (parameters.size() == 1 ? " argument" : " arguments") + ": " + function.signature());
        }
        List<SqlNode> arguments = new ArrayList<>();
        for (SqlNode argument : call.getOperandList()) {
            if (argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT || argument.getKind() == SqlKind.DEFAULT) {
                throw ValidationFailure.notSupported(
                        argument,
                        "the arguments of an aggregate function are given by their places: " + function.signature());
            }
            arguments.add(argument(parameters.get(arguments.size()), argument));
        }
        return arguments;
    }

    /** The argument in the type of its parameter, if it can stand for one. */
    private SqlNode argument(Field parameter, SqlNode argument) {
        UserFunction same = new UserFunction(
                function.name(),
                List.of(parameter),
                RowType.of(parameter),
                UserFunction.Kind.SCALAR,
                "\"" + parameter.name().replace("\"", "\"\"") + "\"",
                Optional.empty(),
                function.sql(),
                function.reads());
        return InnerFunction.ofArgument(same, called).createCall(argument.getParserPosition(), argument);
    }
}
