package io.millrace.app.directory;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a directory a backup: a file that is written when all the rest is there. No server is started on a directory that has it.
 *
 * @param takenAt when it was taken, ISO 8601
 * @param server whose backup it is
 * @param checkpoint that it begins with; 0 when it has the whole journal instead
 * @param lsn of the last record that it has
 */
public record BackupLabel(String takenAt, String server, long checkpoint, long lsn) {

    public static final String FILE = "backup";
    private static final int FORMAT = 1;

    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Reads the label of a backup.
     *
     * @throws MillraceException FILE_NOT_FOUND when the directory is none, or was not finished; DATA_DAMAGED; NOT_SUPPORTED when a newer
     *     version took it
     */
    public static BackupLabel of(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND,
                    directory + " is no backup, or one that was broken off: it has no file \"" + FILE + "\"");
        }
        return FactsFile.read(file, facts -> {
            if (Integer.parseInt(facts.getProperty("format")) > FORMAT) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "the backup in " + directory + " was taken by a newer version of Millrace; use that version");
            }
            return new BackupLabel(
                    facts.getProperty("taken"),
                    facts.getProperty("server"),
                    Long.parseLong(facts.getProperty("checkpoint")),
                    Long.parseLong(facts.getProperty("lsn")));
        });
    }

    /** Writes it; when this returns, the disk has it. */
    public void write(Path directory) throws IOException {
        FactsFile.write(
                directory.resolve(FILE),
                new TreeMap<>(Map.of(
                        "format", FORMAT, "taken", takenAt, "server", server, "checkpoint", checkpoint, "lsn", lsn)));
    }
}
