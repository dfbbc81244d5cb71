package io.millrace.engine.input;

import java.time.Duration;

/** A source has given nothing for long to somebody who reads what it said it has. */
public final class StalledReadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StalledReadException(Duration silence) {
        super("the source has given nothing for " + silence.toSeconds() + " s", null, false, false);
    }
}
