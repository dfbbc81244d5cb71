package io.millrace.planner.expression.library;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.DateTimes;
import io.millrace.planner.expression.OwnFunction;
import io.millrace.spi.data.Type;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Functions of dates. */
public final class DateLibrary {

    /** DATE_ADD(date, interval), of the type of the date; or DATE_ADD(date, days), a DATE. */
    public static final OwnFunction DATE_ADD = moving("DATE_ADD", Function.ADD);

    /** DATE_SUB(date, interval) and DATE_SUB(date, days). */
    public static final OwnFunction DATE_SUB = moving("DATE_SUB", Function.SUBTRACT);

    static final List<OwnFunction> ALL = List.of(DATE_ADD, DATE_SUB);

    private DateLibrary() {}

    private static OwnFunction moving(String name, Function function) {
        return new OwnFunction(
                name,
                DateLibrary::moved,
                OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL)
                        .or(OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.NUMERIC)),
                (call, operands) -> SqlTypeUtil.isInterval(
                                call.getOperands().get(1).getType())
                        ? function == Function.ADD ? DateTimes.plus(call, operands) : DateTimes.minus(call, operands)
                        : moved(function, call, operands));
    }

    private static RelDataType moved(SqlOperatorBinding binding) {
        return SqlTypeUtil.isInterval(binding.getOperandType(1))
                ? ReturnTypes.ARG0_NULLABLE.inferReturnType(binding)
                : ReturnTypes.DATE_NULLABLE.inferReturnType(binding);
    }

    private static Expression moved(Function function, RexCall call, List<Expression> operands) {
        Expression date = Casts.cast(operands.get(0), Type.DATE);
        Expression days = Casts.cast(operands.get(1), Type.INTEGER);
        boolean nullable = call.getType().isNullable();
        Expression day = new Call(Function.REINTERPRET, List.of(date), Type.INTEGER, date.nullable());
        Expression moved = new Call(function, List.of(day, days), Type.INTEGER, nullable);
        return new Call(Function.REINTERPRET, List.of(moved), Type.DATE, nullable);
    }
}
