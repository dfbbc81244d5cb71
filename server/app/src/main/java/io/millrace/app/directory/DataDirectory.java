package io.millrace.app.directory;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The directory that belongs to one server alone for as long as it runs; the operating system frees it when the process dies. */
public final class DataDirectory implements AutoCloseable {

    public static final String LOCK_FILE = "lock";

    /** The directory of compiled classes: a cache, which may be deleted. */
    public static final String CLASSES = "classes";

    private final FileChannel channel;

    private DataDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the directory when it is not there, and locks it.
     *
     * @throws MillraceException FILE_ERROR when it cannot be written or belongs to another server
     */
    public static DataDirectory lock(Path directory) {
        if (BackupLabel.isIn(directory)) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "directory " + directory + " is a backup, or was not restored to its end; make a data directory of"
                            + " the backup with bin/millrace restore");
        }
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel =
                    FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return new DataDirectory(channel);
            }
            channel.close();
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "data directory " + directory
                            + " is used by another server; stop it, or choose another with --data-dir");
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "data directory " + directory + " cannot be written: " + reason(e)
                            + "; choose another with --data-dir",
                    e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileAlreadyExistsException) {
            return "it is a file";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof FileSystemException system && system.getReason() != null) {
            return "it is " + system.getReason().toLowerCase(Locale.ROOT);
        }
        return String.valueOf(failure.getMessage());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
