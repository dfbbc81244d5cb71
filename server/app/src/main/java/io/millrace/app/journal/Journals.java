package io.millrace.app.journal;

import io.millrace.journal.Examination;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Examines the journal of a directory that a user has named. */
public final class Journals {

    private Journals() {}

    /**
     * What is there.
     *
     * <p>A server that runs may add records meanwhile, half of which are seen; what is really damaged is found a second time.
     */
    public static Examination examine(Path dataDirectory) {
        if (!Files.isDirectory(dataDirectory.resolve("journal"))) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND, dataDirectory + " holds no journal; name the data directory of a server");
        }
        try {
            Examination examination = Examination.of(dataDirectory, new DiskStorage());
            return examination.problem().isEmpty() ? examination : Examination.of(dataDirectory, new DiskStorage());
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "the journal in " + dataDirectory + " cannot be read: " + e.getMessage(), e);
        }
    }
}
