package io.millrace.jdbc;

import io.millrace.jdbc.http.ServerError;
import io.millrace.jdbc.http.ServerUnreachable;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;

/** Turns what Avatica throws into SQLExceptions with the server's text and SQLSTATE. */
final class SqlErrors {

    private static final String CONNECTION_LOST = "08006";

    private SqlErrors() {}

    static SQLException translate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AvaticaClientRuntimeException) {
                return translate(new ServerError((AvaticaClientRuntimeException) cause));
            }
            if (cause instanceof ServerError) {
                ServerError error = (ServerError) cause;
                return of(error.getMessage(), error.sqlState(), error.code(), null);
            }
            if (cause instanceof ServerUnreachable) {
                return of(cause.getMessage(), CONNECTION_LOST, 0, cause);
            }
            if (cause instanceof StatementCancelled) {
                return of(cause.getMessage(), StatementCancelled.SQL_STATE, 0, null);
            }
        }
        if (failure instanceof SQLException) {
            return (SQLException) failure;
        }
        String text = failure.getMessage();
        return new SQLException(text == null ? failure.getClass().getSimpleName() : text, "HY000", failure);
    }

    /** Whether the server is gone, has forgotten the connection or does not know the user any more: then it has closed what is to be closed. */
    static boolean hasClosed(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("28");
    }

    static SQLTimeoutException timeout(int seconds) {
        return new SQLTimeoutException(
                "the statement ran longer than its query timeout of " + seconds + " s", StatementCancelled.SQL_STATE);
    }

    static SQLException connectFailed(String address, Throwable failure) {
        SQLException translated = translate(failure);
        return CONNECTION_LOST.equals(translated.getSQLState())
                ? new SQLNonTransientConnectionException(
                        "cannot connect to " + address + ": " + translated.getMessage(), "08001", failure)
                : translated;
    }

    static SQLFeatureNotSupportedException unsupported(String what) {
        return new SQLFeatureNotSupportedException(what + " is not supported", "0A000");
    }

    private static SQLException of(String text, String state, int code, Throwable cause) {
        String kind = state == null || state.length() < 2 ? "" : state.substring(0, 2);
        SQLException error;
        switch (kind) {
            case "42":
                error = new SQLSyntaxErrorException(text, state, code);
                break;
            case "22":
                error = new SQLDataException(text, state, code);
                break;
            case "23":
                error = new SQLIntegrityConstraintViolationException(text, state, code);
                break;
            case "0A":
                error = new SQLFeatureNotSupportedException(text, state, code);
                break;
            case "08":
                error = new SQLNonTransientConnectionException(text, state, code);
                break;
            default:
                error = new SQLException(text, state, code);
                break;
        }
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }
}
