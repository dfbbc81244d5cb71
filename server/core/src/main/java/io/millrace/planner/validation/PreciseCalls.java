package io.millrace.planner.validation;

import io.millrace.planner.expression.JsonCalls;
import io.millrace.planner.expression.MillraceFunctions;
import io.millrace.planner.expression.library.DateLibrary;
import io.millrace.planner.types.FineIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Calls whose result Calcite computes in too small a type: TIMESTAMPDIFF in units below the second, which it counts in INTEGER, and
 * JSON_VALUE … RETURNING, which accepts a number only if JSON has it in exactly that type; and calls that it cannot convert.
 */
final class PreciseCalls {

    private static final Set<SqlOperator> LATER = Set.of(
            DateLibrary.DATE_ADD,
            SqlLibraryOperators.TIMESTAMP_ADD2,
            SqlLibraryOperators.DATETIME_ADD,
            SqlLibraryOperators.TIME_ADD);
    private static final Set<SqlOperator> EARLIER = Set.of(
            DateLibrary.DATE_SUB,
            SqlLibraryOperators.TIMESTAMP_SUB,
            SqlLibraryOperators.DATETIME_SUB,
            SqlLibraryOperators.TIME_SUB);

    private static final long NANOS_PER_MICRO = 1_000;
    private static final String ODBC = "SQL_TSI_";

    private PreciseCalls() {}

    /** The same call with operators of a type that holds its result; anything else as it is. */
    static SqlNode understood(SqlNode node, SqlOperatorTable operators) {
        if (!(node instanceof SqlCall written)) {
            return node;
        }
        SqlCall call = withPlainUnits(written);
        return switch (call.getKind()) {
            case TIMESTAMP_DIFF -> difference(call);
            case TIMESTAMP_ADD -> later(call);
            case PLUS, MINUS -> moved(call);
            default ->
                call.getOperator() == SqlStdOperatorTable.JSON_VALUE
                        ? jsonValue(call)
                        : JsonCalls.isMade(call) ? JsonCalls.within(call) : moved(call, operators);
        };
    }

    /** The same call with YEAR for SQL_TSI_YEAR and the like, which Calcite reads in TIMESTAMPADD and TIMESTAMPDIFF only. */
    private static SqlCall withPlainUnits(SqlCall call) {
        if (call.getOperandList().stream().noneMatch(PreciseCalls::isOfOdbc)) {
            return call;
        }
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(
                    isOfOdbc(operand)
                            ? new SqlIntervalQualifier(
                                    unit((SqlIntervalQualifier) operand).orElseThrow(),
                                    null,
                                    operand.getParserPosition())
                            : operand);
        }
        return (SqlCall) call.getOperator()
                .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands.toArray(SqlNode[]::new));
    }

    private static boolean isOfOdbc(SqlNode operand) {
        return operand instanceof SqlIntervalQualifier qualifier
                && unit(qualifier).isPresent();
    }

    private static Optional<TimeUnit> unit(SqlIntervalQualifier qualifier) {
        String name = qualifier.timeFrameName;
        return name == null || !name.startsWith(ODBC)
                ? Optional.empty()
                : Arrays.stream(TimeUnit.values())
                        .filter(unit -> unit.name().equals(name.substring(ODBC.length())))
                        .findFirst();
    }

    /** DATE_ADD and those like it, of an INTERVAL '1' DAY: Calcite converts them only where the interval is written without quotes. */
    private static SqlNode moved(SqlCall call, SqlOperatorTable operators) {
        if (call.operandCount() != 2
                || !(call.operand(1) instanceof SqlIntervalLiteral)
                || !(call.getOperator() instanceof SqlFunction function)) {
            return call;
        }
        List<SqlOperator> named = TableSyntax.named(function, operators);
        SqlOperator operator = named.stream().anyMatch(LATER::contains)
                ? SqlStdOperatorTable.PLUS
                : named.stream().anyMatch(EARLIER::contains) ? SqlStdOperatorTable.MINUS : function;
        return operator == function ? call : operator.createCall(call.getParserPosition(), call.getOperandList());
    }

    /** TIMESTAMPDIFF (unit, from, to), or TIMESTAMP_DIFF (to, from, unit) and those like it. */
    private static SqlNode difference(SqlCall call) {
        if (call.operandCount() != 3) {
            return call;
        }
        if (call.operand(0) instanceof SqlIntervalQualifier unit) {
            return difference(call, unit, call.operand(1), call.operand(2));
        }
        return call.operand(2) instanceof SqlIntervalQualifier unit
                ? difference(call, unit, call.operand(1), call.operand(0))
                : call;
    }

    private static SqlNode difference(SqlCall call, SqlIntervalQualifier unit, SqlNode from, SqlNode to) {
        return switch (unit.getUnit()) {
            case MILLISECOND, MICROSECOND, NANOSECOND ->
                MillraceFunctions.between(unit.getUnit(), call.getParserPosition(), from, to);
            default -> call;
        };
    }

    /** The sum or difference with an interval that has less than milliseconds; any other call as it is. */
    private static SqlNode moved(SqlCall call) {
        Optional<SqlIntervalLiteral> interval = FineIntervals.moving(call);
        if (interval.isEmpty()) {
            return call;
        }
        SqlNode time = call.operand(0) == interval.get() ? call.operand(1) : call.operand(0);
        long nanos = call.getKind() == SqlKind.MINUS
                ? -FineIntervals.nanos(interval.get())
                : FineIntervals.nanos(interval.get());
        boolean micros = nanos % NANOS_PER_MICRO == 0;
        SqlNode count = SqlLiteral.createExactNumeric(
                Long.toString(micros ? nanos / NANOS_PER_MICRO : nanos),
                interval.get().getParserPosition());
        return MillraceFunctions.later(
                micros ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND, call.getParserPosition(), count, time);
    }

    /** TIMESTAMPADD in units that Calcite would count in milliseconds. */
    private static SqlNode later(SqlCall call) {
        boolean fine = call.operandCount() == 3
                && call.operand(0) instanceof SqlIntervalQualifier unit
                && (unit.getUnit() == TimeUnit.MICROSECOND || unit.getUnit() == TimeUnit.NANOSECOND);
        return fine
                ? MillraceFunctions.later(
                        ((SqlIntervalQualifier) call.operand(0)).getUnit(),
                        call.getParserPosition(),
                        call.operand(1),
                        call.operand(2))
                : call;
    }

    private static SqlNode jsonValue(SqlCall call) {
        boolean typed = call.operandCount() >= 4
                && call.operand(2) instanceof SqlLiteral symbol
                && symbol.getValue() == SqlJsonValueReturning.RETURNING;
        if (typed) {
            return new TypedJsonValue(call).rewritten();
        }
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        boolean withClauses = operands.size() > 2;
        if (withClauses) {
            operands.set(1, TypedJsonValue.lax(operands.get(1)));
        }
        return withClauses ? call.getOperator().createCall(call.getParserPosition(), operands) : call;
    }
}
