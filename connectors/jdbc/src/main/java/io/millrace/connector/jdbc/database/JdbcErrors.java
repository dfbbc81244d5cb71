package io.millrace.connector.jdbc.database;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.SQLException;

/** What users read when a database refuses something, and whether trying again is of use: the class of the SQLSTATE tells. */
public final class JdbcErrors {

    private JdbcErrors() {}

    /** @param what was not possible, such as {@code table "t" cannot be written} */
    public static MillraceException of(String what, SQLException failure) {
        SQLException cause = first(failure);
        return new MillraceException(code(cause.getSQLState()), what + ": " + cause.getMessage(), failure);
    }

    /** A failure to read; trying again may always help. */
    public static MillraceException ofSource(String what, SQLException failure) {
        return new MillraceException(
                ErrorCode.SOURCE_FAILED, what + ": " + first(failure).getMessage(), failure);
    }

    /** A failure to look rows up: INVALID_RECORD when it is a value that the database refuses, and would refuse again. */
    public static MillraceException ofLookup(String what, SQLException failure) {
        SQLException cause = first(failure);
        return isOfData(cause)
                ? new MillraceException(ErrorCode.INVALID_RECORD, what + ": " + cause.getMessage(), failure)
                : ofSource(what, failure);
    }

    /** Whether values were refused, so that the connection is as good as before. */
    public static boolean isOfData(SQLException failure) {
        String state = first(failure).getSQLState();
        return state != null && state.startsWith("22");
    }

    /** Of a batch of statements, the failure of the one that failed; of a pool, what kept it from connecting. */
    private static SQLException first(SQLException failure) {
        SQLException at = failure;
        while (at.getNextException() != null) {
            at = at.getNextException();
        }
        return at.getCause() instanceof SQLException cause ? first(cause) : at;
    }

    /** Rows that cannot be stored, and tables that are not what they were, stay so; all else may be better next time. */
    private static ErrorCode code(String state) {
        if (state == null || state.length() < 2) {
            return ErrorCode.SINK_FAILED;
        }
        return switch (state.substring(0, 2)) {
            case "22", "23", "44" -> ErrorCode.INVALID_RECORD;
            case "0A", "42" -> ErrorCode.INVALID_DEFINITION;
            default -> ErrorCode.SINK_FAILED;
        };
    }
}
