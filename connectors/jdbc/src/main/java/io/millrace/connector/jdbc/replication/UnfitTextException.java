package io.millrace.connector.jdbc.replication;

/** A value that the declared column cannot hold. */
final class UnfitTextException extends Exception {

    private static final long serialVersionUID = 1;

    UnfitTextException(String text) {
        super(text, null, false, false);
    }
}
