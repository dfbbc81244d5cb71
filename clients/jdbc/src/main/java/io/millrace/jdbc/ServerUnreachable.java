package io.millrace.jdbc;

/** A request got no answer: the server was not reached, or the connection broke. Nobody knows whether the request was served. */
final class ServerUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
