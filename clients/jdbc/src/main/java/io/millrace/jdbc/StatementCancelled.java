package io.millrace.jdbc;

/** A statement was cancelled by this client. */
final class StatementCancelled extends RuntimeException {

    static final String SQL_STATE = "57014";

    private static final long serialVersionUID = 1L;

    StatementCancelled() {
        super("the statement was cancelled");
    }
}
