package io.millrace.journal;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;

/**
 * Why a journal cannot be read to its end.
 *
 * @param newer whether nothing is damaged, but a later version of the server wrote it
 */
public record Problem(Path file, long offset, String fact, boolean newer) {

    static Problem damage(Path file, long offset, String fact) {
        return new Problem(file, offset, fact, false);
    }

    static Problem newer(Path file, long offset, String fact) {
        return new Problem(file, offset, fact, true);
    }

    /** File, offset and fact. */
    public String text() {
        return file + ", byte " + offset + ": " + fact;
    }

    /** The error with which the journal is not opened. */
    public MillraceException refusal() {
        if (newer) {
            return new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "the journal was written by a newer version of Millrace; start that version: " + text());
        }
        return new MillraceException(
                ErrorCode.DATA_DAMAGED,
                "the journal is damaged: " + text()
                        + "; restore a backup, or start with --repair to go on without this record and all"
                        + " later ones");
    }
}
