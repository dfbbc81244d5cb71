package io.millrace.engine.query;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a query takes no part in the batches any more, or had no room for its part of the one that runs. The first cause stays; only a
 * heap that is full takes its place. Thread-safe.
 */
public final class QueryFailure {

    private static final Logger log = LoggerFactory.getLogger(QueryFailure.class);

    private final QueryMemory memory;
    private volatile Throwable cause;
    private volatile boolean noticed;
    private volatile OutOfMemoryError starved;

    QueryFailure(QueryMemory memory) {
        this.memory = memory;
    }

    boolean isPresent() {
        return cause != null;
    }

    Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    boolean isOfMemory() {
        return cause instanceof MillraceException known && known.code() == ErrorCode.MEMORY_EXCEEDED;
    }

    void set(Throwable newCause) {
        if (newCause instanceof OutOfMemoryError exhausted) {
            cause = memory.budget().exhausted(exhausted);
        } else if (cause == null) {
            cause = newCause;
        }
    }

    /**
     * The query's part of a batch broke off; one that holds little is not to blame when the heap has no room for it.
     *
     * @param again whether the batch can be run again
     */
    void breakOff(Throwable newCause, boolean again) {
        if (again
                && newCause instanceof OutOfMemoryError exhausted
                && memory.budget().isSmall()) {
            starved = exhausted;
        } else {
            set(newCause);
        }
    }

    /** Whether nothing more comes of the batch that runs. */
    boolean hasBrokenOff() {
        return cause != null || starved != null;
    }

    /** Throws what the heap had no room for. */
    void checkStarved() {
        OutOfMemoryError lacked = starved;
        if (lacked != null) {
            throw lacked;
        }
    }

    /** Fails when the heap had no room; answers whether that was so. */
    boolean giveUpStarved() {
        OutOfMemoryError lacked = starved;
        if (lacked != null) {
            set(lacked);
        }
        return lacked != null;
    }

    /** The batch will be run again. */
    void forgetStarved() {
        starved = null;
    }

    /** True once, for whoever tells of it. */
    boolean notice() {
        boolean first = !noticed;
        noticed = true;
        return first;
    }

    /** Whether it was told, or need not be. */
    boolean noticed() {
        return noticed;
    }

    /** As it is kept. */
    Optional<MillraceException> lasting() {
        return cause().map(QueryFailure::lasting);
    }

    /** What users read of it; empty when there is none. */
    String text() {
        return lasting().map(MillraceException::userMessage).orElse("");
    }

    /** A cause as it is kept. */
    public static MillraceException lasting(Throwable cause) {
        return cause instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", cause);
    }

    /** Takes over what was kept; it was told then. */
    void restore(Optional<MillraceException> kept) {
        cause = kept.orElse(null);
        noticed = isPresent();
    }

    /** Writes the failure of a query to the log. */
    public static void tell(String query, Throwable failure) {
        if (failure instanceof MillraceException known && known.code() == ErrorCode.QUERY_CANCELLED) {
            log.info("query {} was cancelled", query);
        } else if (failure instanceof MillraceException known && known.code() == ErrorCode.MEMORY_EXCEEDED) {
            log.warn("query {} failed: {}", query, known.getMessage());
        } else {
            log.error("query {} failed", query, failure);
        }
    }
}
