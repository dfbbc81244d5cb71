package io.millrace.connector.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A file as the file system shows it now.
 *
 * @param key what the file system tells it apart by, such as an inode, which is used again after it is deleted; empty where there is none
 * @param modified in milliseconds
 */
record FileEntry(Path path, Optional<Object> key, long size, long modified) {

    static Optional<FileEntry> of(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(of(path, attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static FileEntry of(Path path, BasicFileAttributes attributes) {
        return new FileEntry(
                path,
                Optional.ofNullable(attributes.fileKey()),
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }

    /** Whether it is the same file, perhaps changed or under another name. */
    boolean isSameFile(FileEntry other) {
        return key.isPresent() ? key.equals(other.key) : path.equals(other.path);
    }

    /** Whether nothing was written for some time. */
    boolean rests(Clock clock, Duration time) {
        return clock.millis() - modified >= time.toMillis();
    }

    /** Whether the name is what rotation makes of another: {@code app.log.1}, {@code app.log-20240501} or {@code app-20240501.log}. */
    boolean isNamedAfter(Path live) {
        String name = path.getFileName().toString();
        String liveName = live.getFileName().toString();
        int dot = liveName.lastIndexOf('.');
        return !name.equals(liveName)
                && (goesOn(name, liveName) || (dot > 0 && goesOn(name, liveName.substring(0, dot))));
    }

    private static boolean goesOn(String name, String beginning) {
        return name.length() > beginning.length()
                && name.startsWith(beginning)
                && !Character.isLetterOrDigit(name.charAt(beginning.length()));
    }
}
