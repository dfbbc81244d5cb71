package io.millrace.planner.rules;

import io.millrace.spi.error.ErrorCode;

/** Says that a query cannot be planned, and at which of its parts; the planner finds the part's position in the text. */
public final class UnplannableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Construct construct;

    public UnplannableException(ErrorCode code, Construct construct, String message) {
        super(message, null, false, false);
        this.code = code;
        this.construct = construct;
    }

    public ErrorCode code() {
        return code;
    }

    /** The part of the query at fault. */
    public Construct construct() {
        return construct;
    }
}
