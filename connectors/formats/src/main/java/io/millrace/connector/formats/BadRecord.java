package io.millrace.connector.formats;

import io.millrace.spi.error.ErrorCode;

/** Ends the reading of a record that cannot become a row; it has no stack trace, since it is about data and not about code. */
public final class BadRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public BadRecord(ErrorCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    public static BadRecord malformed(String reason) {
        return new BadRecord(ErrorCode.INVALID_RECORD, reason);
    }

    /** A value whose text does not have the form of the type. */
    public static BadRecord notA(String type) {
        return new BadRecord(ErrorCode.INVALID_CAST, "is not a value of type " + type);
    }

    public static BadRecord outOfRange(String type) {
        return new BadRecord(ErrorCode.NUMERIC_OUT_OF_RANGE, "is out of the range of " + type);
    }

    public static BadRecord nullNotAllowed(String reason) {
        return new BadRecord(ErrorCode.NULL_NOT_ALLOWED, reason);
    }

    public ErrorCode code() {
        return code;
    }
}
