package io.millrace.journal.storage;

import java.io.IOException;

/** The disk, or what a user may have of it, is full. */
public final class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
