package io.millrace.connector.avro;

import io.millrace.spi.error.ErrorCode;

/** Ends the reading of a record that cannot become a row; it has no stack trace, since it is about data and not about code. */
final class AvroFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    AvroFault(ErrorCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    static AvroFault damaged() {
        return new AvroFault(ErrorCode.INVALID_RECORD, "is not what its schema says");
    }

    static AvroFault outOfRange(String type) {
        return new AvroFault(ErrorCode.NUMERIC_OUT_OF_RANGE, "is out of the range of " + type);
    }

    static AvroFault nullNotAllowed() {
        return new AvroFault(ErrorCode.NULL_NOT_ALLOWED, "is NULL, but must not be");
    }

    ErrorCode code() {
        return code;
    }
}
