package io.millrace.app.backup;

import io.millrace.app.directory.BackupLabel;
import io.millrace.app.directory.InitProgress;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.journal.JournalCopy;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.session.durable.DataFiles;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a data directory of a backup. Its server is a later start than any that the backed-up one had: sinks that remember starts
 * take nothing from that one any more. As long as the label of the backup is there, no server starts on the directory.
 */
final class Restoration {

    private static final List<String> PARTS = List.of("journal", DataFiles.CHECKPOINTS);

    private Restoration() {}

    /**
     * Restores a backup, which stays as it is.
     *
     * @param directory where nothing is yet
     * @throws MillraceException when the backup is damaged or was not finished, or the directory is not empty
     */
    static BackupLabel restore(Path backup, Path directory, Clock clock) throws IOException {
        BackupLabel label = BackupLabel.of(backup);
        check(backup, "the backup in " + backup + " is damaged: ");
        DiskStorage storage = new DiskStorage();
        EmptyDirectory made = EmptyDirectory.at(directory);
        try {
            label.write(directory);
            for (String part : PARTS) {
                copy(backup.resolve(part), directory.resolve(part));
            }
            if (Files.exists(backup.resolve(InitProgress.FILE))) {
                CopiedFile.of(backup.resolve(InitProgress.FILE), directory.resolve(InitProgress.FILE));
            }
            JournalCopy.takeOver(directory, clock.millis(), storage);
            check(directory, "what was restored is not what is in the backup: ");
            storage.forceDirectory(directory);
            Files.delete(directory.resolve(BackupLabel.FILE));
            storage.forceDirectory(directory);
            return label;
        } catch (IOException | RuntimeException e) {
            made.clear();
            throw e;
        }
    }

    private static void check(Path directory, String otherwise) throws IOException {
        DirectoryReport report = DirectoryReport.of(directory);
        if (report.wrong()) {
            throw new MillraceException(ErrorCode.DATA_DAMAGED, otherwise + String.join("; ", report.lines()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                CopiedFile.of(file, to.resolve(file.getFileName()));
            }
        }
        new DiskStorage().forceDirectory(to);
    }
}
