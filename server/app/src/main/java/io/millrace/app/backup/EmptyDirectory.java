package io.millrace.app.backup;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that was empty, or not there, before something was put into it. */
record EmptyDirectory(Path path) {

    /**
     * Makes it unless it is there.
     *
     * @throws MillraceException FILE_ERROR when it holds anything, or is a file
     */
    static EmptyDirectory at(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new MillraceException(ErrorCode.FILE_ERROR, path + " is a file; name a directory that is not there");
        }
        Files.createDirectories(path);
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new MillraceException(
                        ErrorCode.FILE_ERROR, "directory " + path + " is not empty; name one that is, or is not there");
            }
        }
        return new EmptyDirectory(path);
    }

    /** Deletes what was put into it. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(path)) {
                    Files.delete(file);
                }
            }
        }
    }
}
