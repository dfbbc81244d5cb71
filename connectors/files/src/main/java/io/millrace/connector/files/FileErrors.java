package io.millrace.connector.files;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What users read when a file cannot be read or written. */
final class FileErrors {

    private FileErrors() {}

    static MillraceException of(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return notFound(file);
        }
        String reason = cause instanceof AccessDeniedException ? "the server may not read it" : cause.getMessage();
        return new MillraceException(ErrorCode.FILE_ERROR, "file \"" + file + "\" cannot be read: " + reason, cause);
    }

    static MillraceException notFound(Path file) {
        return new MillraceException(ErrorCode.FILE_NOT_FOUND, "file or directory \"" + file + "\" does not exist");
    }

    static MillraceException truncated(Path file, long size, long read) {
        return new MillraceException(
                ErrorCode.SOURCE_FAILED,
                "file \"" + file + "\" ended after " + size + " bytes while it was read up to byte " + read
                        + ": it was truncated");
    }

    static MillraceException gone(Path file) {
        return new MillraceException(
                ErrorCode.SOURCE_GONE,
                "what was read of file \"" + file
                        + "\" is in no file of its directory any more: it was deleted, moved away, truncated or replaced");
    }
}
