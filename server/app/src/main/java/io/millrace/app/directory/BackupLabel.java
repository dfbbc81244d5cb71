package io.millrace.app.directory;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

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
        try (var reader = Files.newBufferedReader(file)) {
            Properties noted = new Properties();
            noted.load(reader);
            if (Integer.parseInt(noted.getProperty("format")) > FORMAT) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "the backup in " + directory + " was taken by a newer version of Millrace; use that version");
            }
            return new BackupLabel(
                    noted.getProperty("taken"),
                    noted.getProperty("server"),
                    Long.parseLong(noted.getProperty("checkpoint")),
                    Long.parseLong(noted.getProperty("lsn")));
        } catch (IOException | IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED, "file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes it; when this returns, the disk has it. */
    public void write(Path directory) throws IOException {
        String text = "format=" + FORMAT + "\ntaken=" + takenAt + "\nserver=" + server + "\ncheckpoint=" + checkpoint
                + "\nlsn=" + lsn + "\n";
        Path temporary = directory.resolve(FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
