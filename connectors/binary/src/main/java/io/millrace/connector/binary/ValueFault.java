package io.millrace.connector.binary;

import io.millrace.spi.error.ErrorCode;

/** Ends the reading of a record that cannot become a row; it has no stack trace, since it is about data and not about code. */
public final class ValueFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ValueFault(ErrorCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    public static ValueFault damaged() {
        return new ValueFault(ErrorCode.INVALID_RECORD, "is not what its schema says");
    }

    public static ValueFault outOfRange(String type) {
        return new ValueFault(ErrorCode.NUMERIC_OUT_OF_RANGE, "is out of the range of " + type);
    }

    public static ValueFault nullNotAllowed() {
        return new ValueFault(ErrorCode.NULL_NOT_ALLOWED, "is NULL, but must not be");
    }

    public ErrorCode code() {
        return code;
    }
}
