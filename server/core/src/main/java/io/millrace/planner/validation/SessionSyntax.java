package io.millrace.planner.validation;

import io.millrace.planner.rules.PlainSelect;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Brings the ways to write SESSION windows into the one that Calcite can validate and convert: PARTITION BY and named arguments of
 * the table function into {@code (data, DESCRIPTOR(time), DESCRIPTOR(key …), gap)}, and SESSION_END of the grouped form, which
 * Calcite takes for SESSION_START, into an aggregate that {@link io.millrace.planner.rules.normalization.LowerSessions} knows.
 */
public final class SessionSyntax extends SqlShuttle {

    static final String SIGNATURE =
            "SESSION(TABLE t PARTITION BY key, DESCRIPTOR(time_column), INTERVAL gap), without PARTITION BY when all rows"
                    + " are of one session key";

    private static final List<String> NAMES = List.of("DATA", "TIMECOL", "KEY", "GAP", "SIZE");

    private SessionSyntax() {}

    /** The same query, its SESSION windows written in one way. */
    public static SqlNode normalize(SqlNode query) {
        return query.accept(new SessionSyntax());
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (isNamed(call, "SESSION")) {
            return super.visit(sessionFunction(call));
        }
        if (isNamed(call, "SESSION_END") && call.operandCount() == 2) {
            SqlNode end = SessionFunction.GROUPED_END.createCall(call.getParserPosition(), call.getOperandList());
            return SqlStdOperatorTable.MAX.createCall(call.getParserPosition(), end);
        }
        return super.visit(call);
    }

    private static boolean isNamed(SqlCall call, String name) {
        return call instanceof SqlBasicCall && call.getOperator().getName().equalsIgnoreCase(name);
    }

    private static SqlCall sessionFunction(SqlCall call) {
        Map<String, SqlNode> arguments = arguments(call);
        SqlNode data = arguments.get("DATA");
        SqlNode time = arguments.get("TIMECOL");
        SqlNode gap = arguments.get("GAP");
        if (data == null || time == null || gap == null) {
            throw ValidationFailure.at(call, "wrong arguments for SESSION; write " + SIGNATURE);
        }
        List<SqlNode> operands = new ArrayList<>();
        SqlNode key = arguments.get("KEY");
        if (data.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            SqlCall table = (SqlCall) data;
            SqlNodeList partition = table.operand(1);
            SqlNodeList order = table.operand(2);
            if (!order.isEmpty()) {
                throw ValidationFailure.at(
                        order.get(0), "SESSION follows the time column by itself; leave ORDER BY out");
            }
            if (key != null) {
                throw ValidationFailure.at(
                        key, "the keys of SESSION stand in PARTITION BY already; leave one of both out");
            }
            data = table.operand(0);
            key = descriptor(partition);
        }
        operands.add(selected(data));
        operands.add(behind(time));
        if (key != null) {
            operands.add(behind(key));
        }
        operands.add(gap);
        return SessionFunction.SESSION.createCall(call.getParserPosition(), operands);
    }

    /** A set operation as a sub-query, because Calcite would make each of its branches an input of the function. */
    private static SqlNode selected(SqlNode data) {
        boolean several = data instanceof SqlCall call && call.getOperator() instanceof SqlSetOperator;
        if (!several) {
            return data;
        }
        return PlainSelect.all(data);
    }

    private static SqlNode descriptor(SqlNodeList partition) {
        List<SqlNode> columns = new ArrayList<>();
        for (SqlNode column : partition) {
            columns.add(
                    column instanceof SqlIdentifier name && !name.isSimple()
                            ? name.getComponent(name.names.size() - 1)
                            : column);
        }
        return SqlStdOperatorTable.DESCRIPTOR.createCall(partition.getParserPosition(), columns);
    }

    /** The columns under the names that they have behind the function, where Calcite looks for them. */
    private static SqlNode behind(SqlNode descriptor) {
        if (!(descriptor instanceof SqlCall call) || !isNamed(call, "DESCRIPTOR")) {
            return descriptor;
        }
        List<SqlNode> columns = new ArrayList<>();
        for (SqlNode column : call.getOperandList()) {
            columns.add(
                    column instanceof SqlIdentifier name && name.isSimple()
                            ? new SqlIdentifier(WindowFunction.behind(name.getSimple()), name.getParserPosition())
                            : column);
        }
        return call.getOperator().createCall(call.getParserPosition(), columns);
    }

    /** The arguments by name; SIZE is another name of GAP. */
    private static Map<String, SqlNode> arguments(SqlCall call) {
        Map<String, SqlNode> arguments = new TreeMap<>();
        int count = call.operandCount();
        List<String> positions =
                count == 4 ? List.of("DATA", "TIMECOL", "KEY", "GAP") : List.of("DATA", "TIMECOL", "GAP");
        for (int i = 0; i < count; i++) {
            SqlNode operand = call.operand(i);
            boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            if (!named && i >= positions.size()) {
                throw ValidationFailure.at(call, "wrong arguments for SESSION; write " + SIGNATURE);
            }
            String name = named ? name(((SqlCall) operand).operand(1)) : positions.get(i);
            SqlNode value = named ? ((SqlCall) operand).operand(0) : operand;
            if (arguments.put(name, value) != null) {
                throw ValidationFailure.at(operand, "SESSION has its argument " + name + " twice");
            }
        }
        return arguments;
    }

    private static String name(SqlIdentifier written) {
        String name = written.getSimple().toUpperCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    written,
                    "SESSION has no argument " + written.getSimple() + "; it has DATA, TIMECOL, KEY and GAP"
                            + Names.nearest(name, NAMES)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse(""));
        }
        return name.equals("SIZE") ? "GAP" : name;
    }
}
