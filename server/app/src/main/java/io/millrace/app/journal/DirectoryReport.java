package io.millrace.app.journal;

import io.millrace.app.directory.BackupLabel;
import io.millrace.app.directory.DataDirectory;
import io.millrace.app.directory.InitProgress;
import io.millrace.journal.Examination;
import io.millrace.journal.Problem;
import io.millrace.journal.Repair;
import io.millrace.journal.checkpoint.CheckpointExamination;
import io.millrace.journal.checkpoint.ExaminedCheckpoint;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.status.Loss;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.journal.storage.Storage;
import io.millrace.session.durable.DataFiles;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What there is in a data directory, what is wrong with it, and what a server would make of it. Changes nothing. */
public final class DirectoryReport {

    private static final String JOURNAL = "journal";
    private static final Set<String> IN_DIRECTORY = Set.of(
            JOURNAL,
            DataFiles.CHECKPOINTS,
            DataDirectory.LOCK_FILE,
            DataDirectory.CLASSES,
            InitProgress.FILE,
            BackupLabel.FILE);
    private static final Set<String> IN_JOURNAL = Set.of("identity", "reserve");

    private final Path directory;
    private final Storage storage = new DiskStorage();
    private final Examination journal;
    private final CheckpointExamination checkpoints;
    private final List<String> lines = new ArrayList<>();
    private boolean wrong;
    private boolean newer;

    private DirectoryReport(Path directory) throws IOException {
        this.directory = directory;
        this.journal = Journals.examine(directory);
        this.checkpoints = CheckpointExamination.of(storage, directory.resolve(DataFiles.CHECKPOINTS));
    }

    /**
     * Reads a whole data directory.
     *
     * @throws MillraceException FILE_NOT_FOUND when it is none
     */
    public static DirectoryReport of(Path directory) throws IOException {
        DirectoryReport report = new DirectoryReport(directory);
        report.describeJournal();
        for (ExaminedCheckpoint checkpoint : report.checkpoints.checkpoints()) {
            report.describe(checkpoint);
        }
        report.describeDefinitions();
        report.describeInitScript();
        report.describeLeftovers();
        report.lines.add("the server would " + report.verdict());
        return report;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Whether anything is not as it was written. */
    public boolean wrong() {
        return wrong;
    }

    private void wrong(String line) {
        wrong = true;
        lines.add(line);
    }

    private void describeJournal() {
        String records = journal.records() == 0
                ? "no records; the next is LSN " + journal.nextLsn()
                : count(journal.records(), "record") + ", LSN " + journal.firstLsn() + ".." + (journal.nextLsn() - 1);
        Optional<Problem> problem = journal.problem();
        if (problem.isEmpty()) {
            lines.add("journal: whole, " + records);
        } else if (problem.get().newer()) {
            wrong("journal: written by a newer version of Millrace: "
                    + problem.get().text());
        } else {
            wrong("journal: damaged: " + problem.get().text());
            lines.add("journal: before that, " + records);
        }
    }

    private static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    private void describe(ExaminedCheckpoint found) {
        String name = "checkpoint " + found.number() + ": ";
        if (found.newer()) {
            wrong(name + found.problems().get(0));
        } else if (!found.whole()) {
            found.problems().forEach(problem -> wrong(name + "damaged: " + problem));
        } else {
            StoredCheckpoint checkpoint = found.checkpoint().orElseThrow();
            lines.add(name
                    + String.format(
                            Locale.ROOT,
                            "whole, batch %d, %d files, %d bytes, followed by LSN %d",
                            checkpoint.head().batch(),
                            checkpoint.files().size(),
                            checkpoint.bytes(),
                            checkpoint.head().lsn()));
            if (!isOurs(checkpoint)) {
                wrong(name + "belongs to another server than the journal");
            } else if (!isReached(checkpoint)) {
                lines.add(name + "of no use, because the journal "
                        + (journal.firstLsn() > checkpoint.head().lsn()
                                ? "begins only with LSN " + journal.firstLsn()
                                : "ends with LSN " + (journal.nextLsn() - 1)));
            }
        }
    }

    private void describeDefinitions() throws IOException {
        if (checkpoints.checkpoints().stream().anyMatch(ExaminedCheckpoint::newer)) {
            newer = true;
            return;
        }
        try {
            DataFiles.refuseNewer(storage, directory.resolve(DataFiles.CHECKPOINTS));
        } catch (MillraceException e) {
            newer = true;
            wrong("checkpoints: " + e.userMessage());
        }
    }

    private boolean isOurs(StoredCheckpoint checkpoint) {
        return journal.serverId().map(checkpoint.server()::equals).orElse(true);
    }

    private boolean isReached(StoredCheckpoint checkpoint) {
        long lsn = checkpoint.head().lsn();
        return journal.firstLsn() <= lsn
                && (lsn <= journal.nextLsn() || journal.problem().isPresent());
    }

    private void describeInitScript() {
        if (!Files.exists(directory.resolve(InitProgress.FILE))) {
            return;
        }
        try {
            InitProgress progress = InitProgress.in(directory);
            lines.add("init-script: " + count(progress.statements(), "statement") + " run, "
                    + (progress.finished()
                            ? "to the end of the script"
                            : "and the next start goes on with the script"));
        } catch (MillraceException e) {
            wrong("init-script: damaged: " + e.userMessage());
        }
    }

    private void describeLeftovers() throws IOException {
        List<Path> left = new ArrayList<>(checkpoints.leftovers());
        try (Stream<Path> files = Files.list(directory.resolve(JOURNAL))) {
            files.filter(path -> !IN_JOURNAL.contains(name(path)) && !name(path).endsWith(".journal"))
                    .forEach(left::add);
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(path -> !IN_DIRECTORY.contains(name(path))).forEach(left::add);
        }
        left.stream().sorted().forEach(path -> lines.add("left over: " + path + " (" + meaning(name(path)) + ")"));
        journal.fenced()
                .forEach(path -> lines.add("left over: " + path
                        + " (written by a server after another had taken over, which acknowledged nothing of it)"));
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static String meaning(String name) {
        if (name.endsWith(".tmp")) {
            return "was not finished; the next start deletes it or writes it anew";
        } else if (name.contains(".damaged-")) {
            return "put aside by --repair";
        } else if (name.endsWith(".broken")) {
            return "a damaged file of a checkpoint, put aside by the server";
        } else if (name.endsWith(".state")) {
            return "belongs to no checkpoint";
        }
        return "not a file of the server";
    }

    /** What a server would do that is started now. */
    private String verdict() throws IOException {
        if (newer || journal.problem().filter(Problem::newer).isPresent()) {
            return "refuse to start: it is older than what is there";
        }
        Optional<StoredCheckpoint> used = checkpoints.newestWhole();
        if (used.isPresent() && !isOurs(used.get())) {
            return "refuse to start: journal and checkpoints belong to different servers";
        }
        long from = used.map(checkpoint -> checkpoint.head().lsn()).orElse(1L);
        boolean reached = journal.firstLsn() <= from && from <= journal.nextLsn();
        if (journal.problem().isEmpty() && reached) {
            return basis(used) + ", and do " + count(journal.nextLsn() - from, "record") + " again";
        }
        wrong = true;
        Optional<Loss> loss =
                Repair.loss(journal, DataFiles.basis(storage, directory.resolve(DataFiles.CHECKPOINTS)), storage);
        if (journal.serverId().isEmpty()) {
            return "refuse to start; with --repair it would make the file identity anew and look at the journal again";
        }
        return "refuse to start; "
                + loss.map(given -> "with --repair it would " + basis(used) + ", and give up " + given.text())
                        .orElse("not even --repair helps: no checkpoint is whole, and the journal begins only with LSN "
                                + journal.firstLsn() + "; restore a backup");
    }

    private static String basis(Optional<StoredCheckpoint> used) {
        return used.map(checkpoint -> "use checkpoint " + checkpoint.number()).orElse("begin without a checkpoint");
    }
}
