package io.millrace.app.backup;

import io.millrace.app.directory.BackupLabel;
import io.millrace.app.directory.InitProgress;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.journal.Journals;
import io.millrace.journal.Examination;
import io.millrace.journal.JournalCopy;
import io.millrace.journal.Problem;
import io.millrace.journal.checkpoint.CheckpointExamination;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.journal.storage.Storage;
import io.millrace.session.durable.DataFiles;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies what a server needs to go on from a data directory: the newest checkpoint, and the journal after it. Its server may go on
 * meanwhile: files of checkpoints never change, and when some of them go because there are newer ones, the newer ones are taken. The
 * journal is copied last and record by record, so that what is in the backup is what was there at one moment.
 */
final class Backup {

    private static final int ATTEMPTS = 50;

    private final Storage storage = new DiskStorage();
    private final Path source;
    private final Path target;
    private final Path checkpoints;

    private Backup(Path source, Path target) {
        this.source = source;
        this.target = target;
        this.checkpoints = target.resolve(DataFiles.CHECKPOINTS);
    }

    /**
     * Takes a backup.
     *
     * @param source a data directory
     * @param target where nothing is yet
     * @throws MillraceException when the source is damaged, or the target is not empty: then nothing is left of it
     */
    static BackupLabel take(Path source, Path target, Clock clock) throws IOException {
        if (BackupLabel.isIn(source)) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, source + " is a backup itself; copy it with what you copy files with");
        }
        if (target.startsWith(source)) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, target + " lies in the data directory; take the backup to another place");
        }
        Journals.examine(source); // that there is one
        EmptyDirectory made = EmptyDirectory.at(target);
        try {
            return new Backup(source, target).take(clock);
        } catch (IOException | RuntimeException e) {
            made.clear();
            throw e;
        }
    }

    private BackupLabel take(Clock clock) throws IOException {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        if (Files.exists(source.resolve(InitProgress.FILE))) {
            // first: what it notes must be in the journal
            CopiedFile.of(source.resolve(InitProgress.FILE), target.resolve(InitProgress.FILE));
        }
        Files.createDirectories(checkpoints);
        BackupLabel label = copy(now);
        DirectoryReport report = DirectoryReport.of(target);
        if (report.wrong()) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the backup is not what it should be: " + String.join("; ", report.lines())
                            + "; look at the data directory with bin/millrace verify");
        }
        label.write(target);
        return label;
    }

    private BackupLabel copy(String now) throws IOException {
        IOException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                Optional<StoredCheckpoint> checkpoint = copyCheckpoint();
                Optional<BackupLabel> label = copyJournal(checkpoint, now);
                if (label.isPresent()) {
                    return label.get();
                }
            } catch (NoSuchFileException e) {
                last = e; // a newer checkpoint has taken the place of the one that was copied
            }
        }
        throw new MillraceException(
                ErrorCode.FILE_ERROR,
                "the files of " + source + " come and go faster than they can be copied; take the backup when less is"
                        + " written, or to a faster disk",
                last);
    }

    private Optional<StoredCheckpoint> copyCheckpoint() throws IOException {
        Path from = source.resolve(DataFiles.CHECKPOINTS);
        Optional<StoredCheckpoint> newest = CheckpointExamination.newest(storage, from);
        List<String> names = newest.map(StoredCheckpoint::files).orElse(List.of());
        for (String name : names) {
            if (!Files.exists(checkpoints.resolve(name))) {
                CopiedFile.of(from.resolve(name), checkpoints.resolve(name));
            }
        }
        keepOnly(new HashSet<>(names));
        storage.forceDirectory(checkpoints);
        return newest;
    }

    private void keepOnly(Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(checkpoints)) {
            for (Path file : files.toList()) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Empty when the journal begins later than what is needed, because there is a newer checkpoint. */
    private Optional<BackupLabel> copyJournal(Optional<StoredCheckpoint> checkpoint, String now) throws IOException {
        Examination journal = Journals.examine(source);
        journal.problem().map(Problem::refusal).ifPresent(refusal -> {
            throw refusal;
        });
        long from = checkpoint.map(stored -> stored.head().lsn()).orElse(1L);
        if (journal.firstLsn() > from || journal.nextLsn() < from) {
            return Optional.empty();
        }
        JournalCopy.write(journal, from, target, storage);
        return Optional.of(new BackupLabel(
                now,
                journal.serverId().orElseThrow().toString(),
                checkpoint.map(StoredCheckpoint::number).orElse(0L),
                journal.nextLsn() - 1));
    }
}
