package io.millrace.engine.state.cell;

/** Stored state cannot be read: it is damaged, of another version, or was written by another query. */
public final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableStateException(String message) {
        super(message);
    }

    public UnreadableStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
