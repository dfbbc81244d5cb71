package io.millrace.app;

import io.millrace.spi.error.MillraceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process at once when nothing can be kept any more: what it would acknowledge from then on could be lost. */
final class Halt {

    /** As shells report a process that has aborted. */
    private static final int ABORTED = 134;

    private static final Logger log = LoggerFactory.getLogger(Halt.class);

    private Halt() {}

    static void now(MillraceException cause) {
        try {
            log.error(
                    "The server halts: {}; start it again to go on from what is on the disk",
                    cause.getMessage(),
                    cause);
        } finally {
            Runtime.getRuntime().halt(ABORTED);
        }
    }
}
