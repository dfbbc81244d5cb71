package io.millrace.jdbc.http;

import org.apache.calcite.avatica.AvaticaClientRuntimeException;

/** The server refused a request: its text, SQLSTATE and code. Avatica passes it through where it would drop the text of its own. */
public final class ServerError extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "Remote driver error: ";

    private final String sqlState;
    private final int code;

    public ServerError(AvaticaClientRuntimeException error) {
        super(text(error.getMessage()), error);
        this.sqlState = error.getSqlState();
        this.code = error.getErrorCode();
    }

    /** What the answer says without a text. */
    public ServerError(String text, String sqlState) {
        super(text);
        this.sqlState = sqlState;
        this.code = 0;
    }

    private static String text(String message) {
        String text = message == null ? "the server reports an error without a text" : message;
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }

    public String sqlState() {
        return sqlState;
    }

    public int code() {
        return code;
    }
}
