package io.millrace.spi.data.variant;

/** A text is no JSON; says what is wrong with it. Without a stack, since one text of many is to blame. */
public final class InvalidJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidJsonException(String message) {
        super(message, null, false, false);
    }
}
