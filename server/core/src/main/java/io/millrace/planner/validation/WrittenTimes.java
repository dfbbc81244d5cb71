package io.millrace.planner.validation;

import io.millrace.spi.error.ErrorCode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/** DATE and TIMESTAMP literals in their usual form; others are left to Calcite. */
final class WrittenTimes {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{0,9}?)0*)?");

    private WrittenTimes() {}

    static Optional<SqlLiteral> resolved(SqlUnknownLiteral written) {
        String text = written.getValue();
        try {
            if (written.tag.equalsIgnoreCase("DATE") && DATE.matcher(text).matches()) {
                LocalDate.parse(text);
                return Optional.of(SqlLiteral.createDate(new DateString(text), written.getParserPosition()));
            }
            Matcher stamp = TIMESTAMP.matcher(text);
            if (written.tag.equalsIgnoreCase("TIMESTAMP") && stamp.matches()) {
                LocalDateTime.parse(stamp.group(1).replace(' ', 'T'));
                int digits = text.length() - stamp.end(1);
                TimestampString time = new TimestampString(stamp.group(1));
                return Optional.of(SqlLiteral.createTimestamp(
                        withFraction(time, stamp.group(2)), Math.max(0, digits - 1), written.getParserPosition()));
            }
            return Optional.empty();
        } catch (DateTimeParseException e) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_DATETIME,
                    written,
                    "\"" + text + "\" is not a " + written.tag.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static TimestampString withFraction(TimestampString time, String fraction) {
        return fraction == null || fraction.isEmpty() ? time : time.withFraction(fraction);
    }
}
