package io.millrace.planner.expression;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The rarer forms of functions whose usual form has code of ours: of bytes, with further arguments, with patterns of times. */
final class CalciteForms {

    private static final Set<String> OF_BYTES = Set.of(
            "SUBSTRING",
            "SUBSTR",
            "LEFT",
            "RIGHT",
            "POSITION",
            "TRIM",
            "OVERLAY",
            "REPEAT",
            "REVERSE",
            "STARTS_WITH",
            "STARTSWITH",
            "ENDS_WITH",
            "ENDSWITH",
            "MD5",
            "SPLIT");

    private static final Set<TimeUnitRange> LONG_UNITS =
            EnumSet.of(TimeUnitRange.DECADE, TimeUnitRange.CENTURY, TimeUnitRange.MILLENNIUM, TimeUnitRange.ISOYEAR);

    private CalciteForms() {}

    /** The call that Calcite's own code computes in the place of this one. */
    static Optional<RexCall> of(RexCall call, RexBuilder rex) {
        if (call.getOperator() == SqlLibraryOperators.REGEXP_EXTRACT) {
            return Optional.of(call); // what REGEXP_SUBSTR has become: its third argument is a place, and no group
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "CAST", "SAFE_CAST", "TRY_CAST" -> when(isFormatted(call) || isTextOfInterval(call), call);
            case "FLOOR", "CEIL", "TIMESTAMP_TRUNC", "DATETIME_TRUNC" -> longUnit(call, name, rex);
            case "DATE_TRUNC" -> named(call, rex);
            case "TO_CHAR" -> pattern(call, !TimePatterns.isSimple(call), SqlLibraryOperators.TO_CHAR_PG, rex);
            case "TO_DATE" -> pattern(call, call.getOperands().size() == 2, SqlLibraryOperators.TO_DATE_PG, rex);
            case "TO_TIMESTAMP" ->
                pattern(call, TimePatterns.isOfPostgres(call), SqlLibraryOperators.TO_TIMESTAMP_PG, rex);
            case "LAST_DAY" -> Optional.of(ofDay(call, rex));
            case "POSITION" -> when(call.getOperands().size() == 4 || isOfBytes(call), call);
            case "<<", "LEFTSHIFT" -> shift(call, rex);
            case "REGEXP_LIKE" -> when(call.getOperands().size() == 3, call);
            default -> when(OF_BYTES.contains(name) && isOfBytes(call), call);
        };
    }

    private static Optional<RexCall> when(boolean holds, RexCall call) {
        return holds ? Optional.of(call) : Optional.empty();
    }

    /** A shift of a BIGINT by a BIGINT as one by an INTEGER, which Calcite has. */
    private static Optional<RexCall> shift(RexCall call, RexBuilder rex) {
        RexNode places = call.getOperands().get(1);
        if (call.getType().getSqlTypeName() != SqlTypeName.BIGINT
                || places.getType().getSqlTypeName() != SqlTypeName.BIGINT) {
            return Optional.empty();
        }
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType integer = types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.INTEGER), places.getType().isNullable());
        return Optional.of((RexCall) rex.makeCall(
                call.getParserPosition(),
                call.getType(),
                call.getOperator(),
                List.of(call.getOperands().get(0), rex.makeCast(integer, places))));
    }

    /** LAST_DAY of the day that a timestamp lies in. */
    private static RexCall ofDay(RexCall call, RexBuilder rex) {
        RexNode time = call.getOperands().get(0);
        if (!SqlTypeUtil.isTimestamp(time.getType())) {
            return call;
        }
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType date = types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.DATE), time.getType().isNullable());
        return (RexCall) rex.makeCall(
                call.getParserPosition(), call.getType(), call.getOperator(), List.of(rex.makeCast(date, time)));
    }

    private static boolean isFormatted(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (operands.size() < 2 || operands.get(1) instanceof RexLiteral format && format.isNull()) {
            return false;
        }
        RelDataType from = operands.get(0).getType();
        boolean written = SqlTypeUtil.isDatetime(from) && SqlTypeUtil.isCharacter(call.getType());
        boolean read = SqlTypeUtil.isCharacter(from) && SqlTypeUtil.isDatetime(call.getType());
        if (!written && !read || !(operands.get(1) instanceof RexLiteral)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.call(call),
                    "CAST … FORMAT is between text and times, with a constant pattern");
        }
        return true;
    }

    private static boolean isTextOfInterval(RexCall call) {
        return SqlTypeUtil.isInterval(call.getOperands().get(0).getType()) && SqlTypeUtil.isCharacter(call.getType());
    }

    /** Rounding to centuries and the like, and to the years of weeks. */
    private static Optional<RexCall> longUnit(RexCall call, String name, RexBuilder rex) {
        boolean isLong = call.getOperands().size() == 2
                && call.getOperands().get(1) instanceof RexLiteral unit
                && LONG_UNITS.contains(unit.getValueAs(TimeUnitRange.class))
                && call.getType().getSqlTypeName() != SqlTypeName.TIME;
        SqlOperator operator = name.equals("CEIL") ? SqlStdOperatorTable.CEIL : SqlStdOperatorTable.FLOOR;
        return isLong
                ? Optional.of(
                        (RexCall) rex.makeCall(call.getParserPosition(), call.getType(), operator, call.getOperands()))
                : Optional.empty();
    }

    /** DATE_TRUNC('century', time) and the like. */
    private static Optional<RexCall> named(RexCall call, RexBuilder rex) {
        if (!(call.getOperands().get(0) instanceof RexLiteral unit) || !SqlTypeUtil.isCharacter(unit.getType())) {
            return Optional.empty();
        }
        String name =
                Objects.requireNonNullElse(unit.getValueAs(String.class), "").trim();
        return LONG_UNITS.stream()
                .filter(range -> range.name().equalsIgnoreCase(name))
                .findFirst()
                .map(range -> (RexCall) rex.makeCall(
                        call.getParserPosition(),
                        call.getType(),
                        SqlStdOperatorTable.FLOOR,
                        List.of(call.getOperands().get(1), rex.makeFlag(range))));
    }

    private static boolean isOfBytes(RexCall call) {
        return call.getOperands().stream().anyMatch(operand -> SqlTypeUtil.isBinary(operand.getType()));
    }

    private static Optional<RexCall> pattern(RexCall call, boolean holds, SqlOperator operator, RexBuilder rex) {
        if (!holds) {
            return Optional.empty();
        }
        RexNode value = call.getOperands().get(0);
        RelDataType type = value.getType();
        boolean time = type.getSqlTypeName() == SqlTypeName.DATE || type.getSqlTypeName() == SqlTypeName.TIME;
        RelDataTypeFactory types = rex.getTypeFactory();
        RexNode adapted = time
                ? rex.makeAbstractCast(
                        types.createTypeWithNullability(
                                types.createSqlType(SqlTypeName.TIMESTAMP, 3), type.isNullable()),
                        value,
                        false)
                : value;
        return Optional.of((RexCall) rex.makeCall(
                call.getParserPosition(),
                call.getType(),
                operator,
                List.of(adapted, call.getOperands().get(1))));
    }
}
