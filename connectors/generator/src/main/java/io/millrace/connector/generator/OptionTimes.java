package io.millrace.connector.generator;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Reads the times in options. */
public final class OptionTimes {

    private OptionTimes() {}

    /** The epoch millisecond of {@code 2001-01-31}, {@code 2001-01-31 12:30:00} or a number of milliseconds. */
    public static long millis(String option, String text) {
        String trimmed = text.trim().replace(' ', 'T');
        try {
            if (trimmed.matches("-?\\d+")) {
                return Long.parseLong(trimmed);
            }
            String plain = trimmed.endsWith("Z") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
            LocalDateTime time = plain.contains("T")
                    ? LocalDateTime.parse(plain)
                    : LocalDate.parse(plain).atStartOfDay();
            return time.toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option '" + option + "' is '" + text + "', but must be a time such as '2001-01-31 12:30:00'",
                    e);
        }
    }
}
