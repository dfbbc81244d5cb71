package io.millrace.engine.codegen.runtime;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;

/** Values on their way to functions that work on objects. */
public final class Boxed {

    private Boxed() {}

    public static byte[] bytes(byte[] data, int start, int length) {
        return Arrays.copyOfRange(data, start, start + length);
    }

    /** What a function threw, as the failure of one row. */
    public static EvaluationException failed(String function, RuntimeException failure) {
        if (failure instanceof EvaluationException known) {
            return known;
        }
        if (failure instanceof MillraceException known) {
            return new EvaluationException(known.code(), function + ": " + known.getMessage());
        }
        boolean internal = failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure.getMessage() == null;
        return new EvaluationException(
                ErrorCode.INVALID_ARGUMENT, function + (internal ? " failed" : ": " + failure.getMessage()));
    }
}
