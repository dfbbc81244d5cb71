package io.millrace.connector.files.output;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** What users read when a file cannot be written. */
final class WriteErrors {

    private WriteErrors() {}

    static MillraceException cannotWrite(Path file, IOException cause) {
        String reason = cause instanceof AccessDeniedException ? "the server may not write it" : cause.getMessage();
        return new MillraceException(ErrorCode.FILE_ERROR, "\"" + file + "\" cannot be written: " + reason, cause);
    }
}
