package io.millrace.connector.files;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** The files of a source, in name order; hidden ones (whose names begin with a dot) are left out. */
final class FileListing {

    private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".bz2", ".xz", ".zip", ".lz4");

    private final Path path;
    private final boolean directory;
    private final PathMatcher matcher;

    private FileListing(Path path, boolean directory, PathMatcher matcher) {
        this.path = path;
        this.directory = directory;
        this.matcher = matcher;
    }

    static FileListing of(Path path, Optional<String> pattern) {
        if (!Files.exists(path)) {
            throw FileErrors.notFound(path);
        }
        return of(path, pattern, Files.isDirectory(path));
    }

    /** One of files that were there once. */
    static FileListing again(Path path, Optional<String> pattern, boolean directory) {
        return of(path, pattern, directory || Files.isDirectory(path));
    }

    private static FileListing of(Path path, Optional<String> pattern, boolean directory) {
        if (pattern.isPresent() && !directory) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'pattern' chooses files of a directory, but \"" + path + "\" is a file");
        }
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.orElse("*"));
            return new FileListing(path, directory, matcher);
        } catch (PatternSyntaxException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'pattern' is '" + pattern.orElse("") + "', but must be a pattern such as '*.jsonl'",
                    e);
        }
    }

    boolean isDirectory() {
        return directory;
    }

    /** The directory in which changes show. */
    Path watched() {
        return directory ? path : path.getParent();
    }

    /** Whether a file is one of the source, by its name. */
    boolean wants(Path file) {
        return directory ? matcher.matches(file.getFileName()) : file.equals(path);
    }

    /** The files of the source that are there. */
    List<FileEntry> files() {
        if (directory) {
            return siblings().stream().filter(entry -> wants(entry.path())).toList();
        }
        try {
            return FileEntry.of(path).stream().toList();
        } catch (IOException e) {
            throw FileErrors.of(path, e);
        }
    }

    /** All files of the directory, also those whose names are not wanted. */
    List<FileEntry> siblings() {
        return siblings(watched());
    }

    static List<FileEntry> siblings(Path directory) {
        List<FileEntry> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    FileEntry.of(entry).ifPresent(files::add);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw FileErrors.of(directory, e.getCause());
        } catch (IOException e) {
            throw FileErrors.of(directory, e);
        }
        files.sort(Comparator.comparing(FileEntry::path));
        return files;
    }

    static boolean isCompressed(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return COMPRESSED.stream().anyMatch(name::endsWith);
    }

    /** Refuses a file that holds no records as they are. */
    static void checkReadable(Path file) {
        if (isCompressed(file)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "file \"" + file + "\" is compressed, which is not supported; decompress it, or choose other files"
                            + " with the option 'pattern'");
        }
    }
}
