package io.millrace.endpoint;

import io.millrace.session.Cursor;

/** Says that a fetch would have to wait for rows; the request is to be served again when they have come. */
final class Quiet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Cursor cursor;

    Quiet(Cursor cursor) {
        super("there are no rows yet", null, false, false);
        this.cursor = cursor;
    }

    Cursor cursor() {
        return cursor;
    }
}
