package io.millrace.engine.codegen.runtime;

import io.millrace.spi.error.ErrorCode;

/** Says that an expression failed on some row. Has no stack trace: it is about data, and may be thrown once per row. */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public EvaluationException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    static EvaluationException outOfRange(String message) {
        return new EvaluationException(ErrorCode.NUMERIC_OUT_OF_RANGE, message);
    }

    static EvaluationException divisionByZero() {
        return new EvaluationException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    public static EvaluationException invalidArgument(String message) {
        return new EvaluationException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /** A value is longer than any can be. */
    static EvaluationException tooLong(long bytes) {
        return tooLarge(
                "a text of " + bytes + " bytes is too long; values have at most " + TextMaking.MOST_BYTES + " bytes");
    }

    static EvaluationException tooLarge(String message) {
        return new EvaluationException(ErrorCode.LIMIT_EXCEEDED, message);
    }

    /** {@code "abc" is not a BIGINT}; long values are cut. */
    static EvaluationException invalidCast(byte[] data, int start, int length, String type) {
        String value = Text.string(data, start, Math.min(length, 60)) + (length > 60 ? "…" : "");
        return new EvaluationException(
                ErrorCode.INVALID_CAST,
                '"' + value + "\" is not a" + ("AEIO".indexOf(type.charAt(0)) < 0 ? " " : "n ") + type);
    }
}
