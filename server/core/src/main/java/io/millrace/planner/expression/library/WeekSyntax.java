package io.millrace.planner.expression.library;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** DATE_TRUNC(time, unit) as FLOOR, and weeks that begin on another day than Sunday as those of a time that many days before. */
public final class WeekSyntax {

    private static final Set<String> ROUNDING = Set.of("DATE_TRUNC", "TIMESTAMP_TRUNC", "DATETIME_TRUNC", "FLOOR");

    /** The days on which weeks begin, by how many they are after Sunday. */
    private static final List<String> WEEKS = List.of(
            "WEEK_SUNDAY",
            "WEEK_MONDAY",
            "WEEK_TUESDAY",
            "WEEK_WEDNESDAY",
            "WEEK_THURSDAY",
            "WEEK_FRIDAY",
            "WEEK_SATURDAY");

    private static final String ISO_WEEK = "ISOWEEK";

    private WeekSyntax() {}

    /** The name of a unit that is no usual one, or nothing for a usual one; null for what is no unit. */
    private static String frame(SqlNode unit) {
        if (unit instanceof SqlIntervalQualifier qualifier) {
            return qualifier.timeFrameName == null ? "" : qualifier.timeFrameName.toUpperCase(Locale.ROOT);
        }
        boolean week = unit instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equalsIgnoreCase(ISO_WEEK);
        return week ? ISO_WEEK : null;
    }

    /** The same in that form; anything else as it is. */
    public static SqlNode understood(SqlNode node) {
        if (!(node instanceof SqlCall call) || call.operandCount() != 2 || frame(call.operand(1)) == null) {
            return node;
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!ROUNDING.contains(name)) {
            return node;
        }
        SqlOperator operator = name.equals("DATE_TRUNC") ? SqlStdOperatorTable.FLOOR : call.getOperator();
        String frame = frame(call.operand(1));
        int days = frame.equals(ISO_WEEK) ? 1 : WEEKS.indexOf(frame);
        SqlParserPos position = call.getParserPosition();
        if (days < 0) {
            return operator.createCall(position, call.getOperandList());
        }
        SqlNode later = SqlLiteral.createInterval(
                1, Integer.toString(days), new SqlIntervalQualifier(TimeUnit.DAY, null, position), position);
        SqlNode week = new SqlIntervalQualifier(TimeUnit.WEEK, null, position);
        SqlNode moved = SqlStdOperatorTable.MINUS.createCall(position, call.operand(0), later);
        return SqlStdOperatorTable.PLUS.createCall(position, operator.createCall(position, moved, week), later);
    }
}
