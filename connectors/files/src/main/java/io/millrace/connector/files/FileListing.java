package io.millrace.connector.files;

import io.millrace.spi.connector.reach.FileReach;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/** The files of a source, in name order; hidden ones (whose names begin with a dot) are left out. */
final class FileListing {

    private static final List<String> UNREADABLE = List.of(".xz", ".zip", ".lz4", ".7z", ".z");

    private final Path path;
    private final boolean directory;
    private final PathMatcher matcher;
    private final FileReach reach;

    private FileListing(Path path, boolean directory, PathMatcher matcher, FileReach reach) {
        this.path = path;
        this.directory = directory;
        this.matcher = matcher;
        this.reach = reach;
    }

    static FileListing of(Path path, Optional<String> pattern, FileReach reach) {
        if (!Files.exists(path)) {
            throw FileErrors.notFound(path);
        }
        return of(path, pattern, Files.isDirectory(path), reach);
    }

    /** One of files that were there once. */
    static FileListing again(Path path, Optional<String> pattern, boolean directory, FileReach reach) {
        return of(path, pattern, directory || Files.isDirectory(path), reach);
    }

    private static FileListing of(Path path, Optional<String> pattern, boolean directory, FileReach reach) {
        if (pattern.isPresent() && !directory) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'pattern' chooses files of a directory, but \"" + path + "\" is a file");
        }
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.orElse("*"));
            return new FileListing(path, directory, matcher, reach);
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

    /** Whether a file is or was one of the source, by where it is. */
    boolean holds(Path file) {
        return file.startsWith(watched()) && wants(file);
    }

    /** The files of the source that are there. */
    List<FileEntry> files() {
        if (directory) {
            return siblings().stream().filter(entry -> wants(entry.path())).toList();
        }
        try {
            return FileEntry.of(reach.checked(path)).stream().toList();
        } catch (IOException e) {
            throw FileErrors.of(path, e);
        }
    }

    /** All files of the directory, also those whose names are not wanted. */
    List<FileEntry> siblings() {
        return siblings(watched(), reach);
    }

    /** All files of a directory; links to what is out of reach are none of them. */
    static List<FileEntry> siblings(Path directory, FileReach reach) {
        List<FileEntry> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(reach.checked(directory))) {
            for (Path entry : entries) {
                boolean hidden = entry.getFileName().toString().startsWith(".");
                if (!hidden
                        && (!Files.isSymbolicLink(entry) || reach.refusal(entry).isEmpty())) {
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

    private static boolean isUnreadable(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return UNREADABLE.stream().anyMatch(name::endsWith);
    }

    /** What was left out of the directory, and why, by its path. */
    Map<String, String> refused() {
        Map<String, String> refused = new TreeMap<>();
        if (!directory) {
            return refused;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                path, entry -> Files.isSymbolicLink(entry) && matcher.matches(entry.getFileName()))) {
            entries.forEach(entry -> reach.refusal(entry)
                    .ifPresent(reason -> refused.put(entry.toString(), "file \"" + entry + "\" " + reason)));
        } catch (DirectoryIteratorException | IOException e) {
            return refused; // whoever lists the files is told
        }
        return refused;
    }

    /** Refuses a file that holds no records as they are, or by now leads to what is out of reach. */
    void checkReadable(Path file) {
        reach.checked(file);
        if (isUnreadable(file)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "file \"" + file
                            + "\" is compressed in a way that is not supported, which .gz, .zst and .bz2 are; decompress it, or choose other files"
                            + " with the option 'pattern'");
        }
    }
}
