package io.millrace.endpoint.answer;

import io.millrace.spi.error.ErrorCode;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;

/**
 * An error on its way to a client: text, SQLSTATE and the name of the code, and nothing else.
 *
 * <p>Avatica prints the exception itself into the answer, so it has no trace, and its name is that of the code.
 */
public final class ClientError extends AvaticaRuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ClientError(ErrorCode code, String text) {
        super(text, vendorCode(code), code.sqlState(), AvaticaSeverity.ERROR);
        this.code = code;
    }

    /** The SQLSTATE read as a number in base 36; 1 for a missing connection, by which Avatica clients know it. */
    private static int vendorCode(ErrorCode code) {
        return code == ErrorCode.CONNECTION_NOT_FOUND
                ? ErrorResponse.MISSING_CONNECTION_ERROR_CODE
                : Integer.parseInt(code.sqlState(), 36);
    }

    public ErrorCode code() {
        return code;
    }

    @Override
    public String getMessage() {
        return getErrorMessage();
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public String toString() {
        return code.name();
    }
}
