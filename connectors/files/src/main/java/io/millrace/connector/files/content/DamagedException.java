package io.millrace.connector.files.content;

import java.io.IOException;

/** What is in a file cannot be unpacked, from some place on. */
final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedException(Exception cause) {
        super("it is compressed, and damaged or not complete (" + cause.getMessage() + ")", cause);
    }
}
