package io.millrace.connector.kafka;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;

/** What users read when Kafka fails. */
final class KafkaErrors {

    private KafkaErrors() {}

    /**
     * The error of something that was not possible.
     *
     * @param code when it was not an interruption
     * @param what such as {@code topic "t" cannot be read}
     */
    static MillraceException of(ErrorCode code, String what, Exception failure) {
        Throwable cause = cause(failure);
        if (cause instanceof InterruptException || cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new MillraceException(ErrorCode.QUERY_CANCELLED, what + ": interrupted", failure);
        }
        return new MillraceException(code, what + ": " + text(cause), failure);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String text(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "the brokers do not answer";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
