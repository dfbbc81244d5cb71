package io.millrace.engine.delivery;

import io.millrace.spi.error.Blame;
import io.millrace.spi.error.MillraceException;

/**
 * Why a sink does not have its oldest batch yet.
 *
 * @param sinceMillis when the first attempt failed, epoch milliseconds
 * @param lasting whether trying again by itself is of no use
 */
record Trouble(String text, long sinceMillis, boolean lasting) {

    /** What an attempt ended with. Only an error that names somebody else than the outside system to blame lasts. */
    static Trouble of(Throwable failure, long sinceMillis) {
        if (failure instanceof MillraceException known) {
            return new Trouble(known.userMessage(), sinceMillis, known.code().blame() != Blame.EXTERNAL);
        }
        String message = failure.getMessage();
        return new Trouble("an error in the connector" + (message == null ? "" : ": " + message), sinceMillis, false);
    }

    Trouble passing() {
        return new Trouble(text, sinceMillis, false);
    }
}
