package io.millrace.planner.types;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * Operands of comparisons as the standard compares those of fixed length: two CHARs or BINARYs with the shorter one filled up, and a CHAR
 * with a VARCHAR without the blanks at their ends. Constants in quotes, which are CHARs by their type, are compared with a VARCHAR as they
 * are, and filled up here where they are compared with a CHAR. Timestamps are compared without the casts to finer ones.
 */
final class PaddedComparisons {

    /** What gives a CHAR of a length that was written down, whatever it is computed from. */
    private static final Set<SqlKind> HOLDING =
            EnumSet.of(SqlKind.CAST, SqlKind.SAFE_CAST, SqlKind.ITEM, SqlKind.SCALAR_QUERY);

    private final RexBuilder rex;

    PaddedComparisons(RexBuilder rex) {
        this.rex = rex;
    }

    /** What a call compares instead of its operands. */
    List<? extends RexNode> operands(SqlOperator operator, List<? extends RexNode> operands) {
        if (operands.size() != 2 || !compares(operator.getKind())) {
            return operands;
        }
        RexNode left = ComparedTimes.withoutCast(rex, operands.get(0));
        RexNode right = ComparedTimes.withoutCast(rex, operands.get(1));
        SqlTypeName a = left.getType().getSqlTypeName();
        SqlTypeName b = right.getType().getSqlTypeName();
        if (a == b && (a == SqlTypeName.CHAR || a == SqlTypeName.BINARY)) {
            return ofOneLength(left, right);
        }
        boolean mixed = a == SqlTypeName.CHAR && b == SqlTypeName.VARCHAR && isColumn(left)
                || b == SqlTypeName.CHAR && a == SqlTypeName.VARCHAR && isColumn(right);
        return mixed ? List.of(trimmed(left), trimmed(right)) : List.of(left, right);
    }

    private static boolean compares(SqlKind kind) {
        return SqlKind.COMPARISON.contains(kind)
                || kind == SqlKind.IS_DISTINCT_FROM
                || kind == SqlKind.IS_NOT_DISTINCT_FROM;
    }

    private List<RexNode> ofOneLength(RexNode left, RexNode right) {
        int a = length(left, right);
        int b = length(right, left);
        int length = Math.max(a, b);
        return List.of(filled(left, length), filled(right, length));
    }

    /** The length of an operand; blanks at the end of a constant do not count where the other one is shorter. */
    private static int length(RexNode operand, RexNode other) {
        int declared = operand.getType().getPrecision();
        int needed = other.getType().getPrecision();
        if (!(operand instanceof RexLiteral literal)
                || literal.getValue() instanceof ByteString
                || declared <= needed) {
            return declared;
        }
        return Math.max(needed, characters(text(literal).replaceAll(" +$", "")));
    }

    private static String text(RexLiteral literal) {
        return Objects.requireNonNullElse(literal.getValueAs(String.class), "");
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private RexNode filled(RexNode operand, int length) {
        if (operand.getType().getPrecision() == length) {
            return operand;
        }
        RelDataTypeFactory types = rex.getTypeFactory();
        if (operand instanceof RexLiteral literal && !literal.isNull()) {
            if (literal.getValue() instanceof ByteString bytes) {
                return rex.makeBinaryLiteral(new ByteString(Arrays.copyOf(bytes.getBytes(), length)));
            }
            String text = text(literal);
            int missing = length - characters(text);
            String padded =
                    missing < 0 ? text.substring(0, text.offsetByCodePoints(0, length)) : text + " ".repeat(missing);
            NlsString given = Objects.requireNonNull(literal.getValueAs(NlsString.class));
            return rex.makeCharLiteral(new NlsString(padded, given.getCharsetName(), given.getCollation()));
        }
        RelDataType type = types.createTypeWithNullability(
                types.createSqlType(operand.getType().getSqlTypeName(), length),
                operand.getType().isNullable());
        return rex.makeAbstractCast(type, operand, false);
    }

    /** Whether a CHAR is filled up to its length for a reason, and not merely because it consists of constants. */
    private static boolean isColumn(RexNode operand) {
        if (operand instanceof RexLiteral) {
            return false;
        }
        if (!(operand instanceof RexCall call) || HOLDING.contains(call.getKind())) {
            return true;
        }
        List<RexNode> chars =
                call.getOperands().stream().filter(PaddedComparisons::isChar).toList();
        return chars.isEmpty() || chars.stream().anyMatch(PaddedComparisons::isColumn);
    }

    private static boolean isChar(RexNode operand) {
        return operand.getType().getSqlTypeName() == SqlTypeName.CHAR;
    }

    private RexNode trimmed(RexNode operand) {
        if (operand instanceof RexLiteral literal) {
            if (literal.isNull()) {
                return operand;
            }
            String text = text(literal);
            String stripped = text.replaceAll(" +$", "");
            NlsString given = Objects.requireNonNull(literal.getValueAs(NlsString.class));
            return stripped.length() == text.length()
                    ? operand
                    : rex.makeCharLiteral(new NlsString(stripped, given.getCharsetName(), given.getCollation()));
        }
        if (isTrimmed(operand)) {
            return operand;
        }
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType type = types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.VARCHAR, operand.getType().getPrecision()),
                operand.getType().isNullable());
        return rex.makeCall(
                SqlParserPos.ZERO,
                type,
                SqlStdOperatorTable.TRIM,
                List.of(rex.makeFlag(SqlTrimFunction.Flag.TRAILING), rex.makeLiteral(" "), operand));
    }

    private static boolean isTrimmed(RexNode operand) {
        return operand instanceof RexCall call
                && call.getOperator() == SqlStdOperatorTable.TRIM
                && call.getOperands().get(0) instanceof RexLiteral side
                && side.getValueAs(SqlTrimFunction.Flag.class) == SqlTrimFunction.Flag.TRAILING
                && call.getOperands().get(1) instanceof RexLiteral characters
                && " ".equals(characters.getValueAs(String.class));
    }
}
