package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.Optional;

/** What generated code can ask and tell while it computes a page. */
public interface Evaluation {

    /** {@code CURRENT_TIMESTAMP} of the batch, epoch milliseconds. */
    long batchTimestamp();

    /**
     * Hands over rows whose expressions failed, with the reason in the user's words.
     *
     * @param place in the text of the statement
     */
    void reject(Page rows, ErrorCode code, Optional<Position> place, String reason);
}
