package io.millrace.spi.error;

import java.time.Duration;

/** A failure after which the outside system wants to be left alone for a while: it is asked again after that, or by order. */
public final class PausedException extends MillraceException {

    private static final long serialVersionUID = 1L;

    private final Duration pause;

    /** @param pause how long nothing is to be tried again by itself */
    public PausedException(ErrorCode code, String message, Duration pause) {
        super(code, message);
        this.pause = pause;
    }

    public Duration pause() {
        return pause;
    }
}
