package io.millrace.spi.error;

import java.util.Optional;

/**
 * An error that a user is meant to read: fact and remedy in the user's words, with the place in the SQL where there is one.
 *
 * <p>The text never holds class names, plan digests or traces.
 */
public class MillraceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Position position;

    public MillraceException(ErrorCode code, String message) {
        this(code, null, message, null);
    }

    public MillraceException(ErrorCode code, String message, Throwable cause) {
        this(code, null, message, cause);
    }

    public MillraceException(ErrorCode code, Position position, String message) {
        this(code, position, message, null);
    }

    public MillraceException(ErrorCode code, Position position, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.position = position;
    }

    public ErrorCode code() {
        return code;
    }

    /** Where in the SQL text the error lies. */
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    /** The text that clients read: the position, when there is one, before the message. */
    public String userMessage() {
        return position == null ? getMessage() : position + ": " + getMessage();
    }
}
