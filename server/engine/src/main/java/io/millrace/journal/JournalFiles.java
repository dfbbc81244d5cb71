package io.millrace.journal;

import io.millrace.journal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names in a data directory that belong to the journal. */
record JournalFiles(Path directory) {

    private static final String SUFFIX = ".journal";
    private static final String PREFIX = "segment-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{20}" + Pattern.quote(SUFFIX));
    private static final String UNFINISHED = ".tmp";

    static JournalFiles of(Path dataDirectory) {
        return new JournalFiles(dataDirectory.resolve("journal"));
    }

    Path identity() {
        return directory.resolve("identity");
    }

    Path reserve() {
        return directory.resolve("reserve");
    }

    /** In the order of the names, which is that of the records. */
    Path segment(long firstLsn) {
        return directory.resolve(PREFIX + String.format(Locale.ROOT, "%020d", firstLsn) + SUFFIX);
    }

    /** The record that a segment begins with, as its name says. */
    static long firstLsn(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    /** What a file is called until it is whole. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    static boolean isUnfinished(Path file) {
        return file.getFileName().toString().endsWith(UNFINISHED);
    }

    List<Path> segments(Storage storage) throws IOException {
        return storage.list(directory).stream().filter(JournalFiles::isSegment).toList();
    }

    private static boolean isSegment(Path file) {
        String name = file.getFileName().toString();
        return NAME.matcher(name).matches();
    }
}
