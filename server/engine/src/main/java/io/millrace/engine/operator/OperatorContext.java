package io.millrace.engine.operator;

import io.millrace.dstream.DStream;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.util.Optional;

/** What an operator can ask and tell about the batch that runs. One per operator and partition. */
public interface OperatorContext extends Evaluation {

    /** No watermark yet: everything is in time. */
    long NO_WATERMARK = Long.MIN_VALUE;

    int partition();

    /**
     * Fails when the query is not wanted any more. It is asked for each page that an operator takes or emits; one that works long
     * without that asks itself, now and then.
     */
    default void checkCancelled() {}

    /** {@code CURRENT_TIMESTAMP} of the batch, epoch milliseconds; grows from batch to batch. */
    long batchTimestamp();

    /**
     * The watermark (epoch milliseconds) before this batch: event times below it have been promised not to come, and windows that
     * end at or before it are closed.
     */
    long closedWatermark();

    /**
     * The watermark with this batch's rows counted in; known in {@link Operator#finish} only, and {@code Long.MAX_VALUE} when the
     * inputs have ended (never in a continuous query).
     */
    long watermark();

    /**
     * Asks, in {@link Operator#finish}, for a batch at that time even if no input comes. Forgotten when the next batch begins;
     * {@code Long.MAX_VALUE} asks for none.
     */
    void wakeAt(long timestamp);

    /**
     * Hands over rows that came too late; they become rows of {@code <query>$late}. An operator that drops a row because of the
     * watermark must hand it over here: nothing vanishes silently.
     *
     * @param input which input of the operator the rows came by
     * @param rows as they came, with all columns of that input
     */
    void late(int input, Page rows, Lateness lateness);

    /** A query for the operator alone, without rows. Rows of it that fail are handed over as those of the operator are. */
    default InnerQuery inner(DStream graph) {
        throw new IllegalStateException("no queries within this operator");
    }

    /** Hands over rows that cannot be computed; they become rows of {@code <query>$errors}. */
    default void reject(Page rows, ErrorCode code, String reason) {
        reject(rows, code, Optional.empty(), reason);
    }
}
