package io.millrace.jdbc.http;

/** A request got no answer: the server was not reached, or the connection broke. Nobody knows whether the request was served. */
public final class ServerUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ServerUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
