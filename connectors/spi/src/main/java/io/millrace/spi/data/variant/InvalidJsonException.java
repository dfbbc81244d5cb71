package io.millrace.spi.data.variant;

/** A text is no JSON; says what is wrong with it. Without a stack, since one text of many is to blame. */
public final class InvalidJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean encoding;

    InvalidJsonException(String message, boolean encoding) {
        super(message, null, false, false);
        this.encoding = encoding;
    }

    /** Whether it has the form of JSON, and a text in it that is none in Unicode. */
    public boolean isEncoding() {
        return encoding;
    }
}
