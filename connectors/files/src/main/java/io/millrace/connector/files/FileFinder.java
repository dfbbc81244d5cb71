package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.reach.FileReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the file that holds the content of a partition: at the path where that was found first, or anywhere in the same directory.
 * Knows a content by what it looks like, so that it may have been renamed or copied meanwhile. Thread-safe.
 */
final class FileFinder {

    /** Where contents were found that have left their paths; looked at first, and checked like all others. */
    private final Map<String, Path> moved = new ConcurrentHashMap<>();

    private final FileReach reach;
    private final FileContents contents;

    FileFinder(FileReach reach, FileContents contents) {
        this.reach = reach;
        this.contents = contents;
    }

    FileContents contents() {
        return contents;
    }

    /**
     * Opens a file that holds the content up to {@code end}.
     *
     * @throws MillraceException SOURCE_GONE when there is none, SOURCE_FAILED when its directory is not there
     */
    FileChannel open(String partition, FilePosition end) {
        Path origin = FilePartition.pathOf(partition, end.generation());
        Path first = moved.getOrDefault(partition, origin);
        try {
            Optional<FileChannel> there = open(first, end);
            return there.orElseGet(() -> search(partition, origin, end));
        } catch (IOException e) {
            throw FileErrors.of(first, e);
        }
    }

    private Optional<FileChannel> open(Path path, FilePosition end) throws IOException {
        FileChannel channel;
        try {
            channel = contents.open(reach.checked(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean right = false;
        try {
            right = end.isIn(channel);
        } finally {
            if (!right) {
                channel.close();
            }
        }
        return right ? Optional.of(channel) : Optional.empty();
    }

    private FileChannel search(String partition, Path origin, FilePosition end) {
        for (FileEntry entry : siblings(origin)) {
            Optional<FileChannel> found = entry.size() >= end.position() || contents.unpacks(entry.path())
                    ? tryOpen(entry, end)
                    : Optional.empty();
            if (found.isPresent()) {
                moved.put(partition, entry.path());
                return found.get();
            }
        }
        throw FileErrors.gone(origin);
    }

    /** Without its directory nobody knows what became of a file: its file system may come back. */
    private List<FileEntry> siblings(Path origin) {
        try {
            return FileListing.siblings(origin.getParent(), reach);
        } catch (MillraceException e) {
            throw e.code() == ErrorCode.FILE_NOT_FOUND
                    ? new MillraceException(ErrorCode.SOURCE_FAILED, e.userMessage(), e)
                    : e;
        }
    }

    /** A file that cannot be read is not what is looked for, as far as one can tell. */
    private Optional<FileChannel> tryOpen(FileEntry entry, FilePosition end) {
        try {
            return open(entry.path(), end);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
