package io.millrace.endpoint.answer;

import io.millrace.spi.error.Blame;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into what a client may read; our own bugs are logged once, under an id that the client gets. */
public final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private ErrorAnswers() {}

    public static ClientError translate(Throwable failure) {
        if (failure instanceof ClientError) {
            return (ClientError) failure;
        }
        if (failure instanceof MillraceException) {
            MillraceException error = (MillraceException) failure;
            return isUntold(error) ? internal(error) : new ClientError(error.code(), error.userMessage());
        }
        if (failure instanceof StackOverflowError) {
            return new ClientError(ErrorCode.LIMIT_EXCEEDED, "the statement is nested too deeply; split it up");
        }
        if (failure instanceof OutOfMemoryError) {
            LOG.warn("the heap had no room for a request", failure);
            return new ClientError(
                    ErrorCode.MEMORY_EXCEEDED,
                    "the heap has no room for what is needed at once; ask for less, or give the server more memory"
                            + " (JAVA_OPTS=-Xmx…)");
        }
        return internal(failure);
    }

    /** Whether it is a bug of ours that the session has not logged and given an id yet. */
    private static boolean isUntold(MillraceException error) {
        return error.code().blame() == Blame.INTERNAL && !error.getMessage().startsWith("internal error ");
    }

    private static ClientError internal(Throwable failure) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("internal error {}", id, failure);
        return new ClientError(
                ErrorCode.INTERNAL_ERROR, "internal error " + id + "; the server's log has the details under this id");
    }
}
