package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.Offset;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a file, which is a partition of the source for ever, and where that content is now.
 *
 * <p>A content is named by the path at which it was found; later ones at the same path have a number behind it. Used by one thread at a
 * time.
 */
final class FilePartition {

    private final FileContents contents;
    private final String name;
    private final Path origin;
    private final int generation;

    private Optional<FileEntry> entry;
    /** How far it was given out. */
    private FilePosition mark;
    /** What every file must begin with that holds the content: what was given out, or the first that was seen. */
    private FilePosition known;

    private Optional<String> problem = Optional.empty();
    private boolean headerChecked;
    private KnownEnd knownEnd = new KnownEnd(-1, 0);
    private long knownSize;
    private Whole whole = new Whole(Optional.empty(), 0);

    /** How far the lines were complete when there were so many bytes. */
    private record KnownEnd(long size, long end) {}

    /** How many bytes were found in a compressed file. */
    private record Whole(Optional<FileEntry> entry, long size) {}

    /** @param entry where the content is; empty when that is not known yet */
    FilePartition(FileContents contents, Path origin, Optional<FileEntry> entry, FilePosition mark) {
        this.contents = contents;
        this.name = name(origin, mark.generation());
        this.origin = origin;
        this.generation = mark.generation();
        this.entry = entry;
        this.mark = mark;
        this.known = mark;
        entry.ifPresent(this::moveTo);
    }

    static String name(Path origin, int generation) {
        return generation == 1 ? origin.toString() : origin + "#" + generation;
    }

    /** The path at which the content of a partition was found. */
    static Path pathOf(String name, int generation) {
        return Path.of(generation == 1 ? name : name.substring(0, name.length() - ("#" + generation).length()));
    }

    String name() {
        return name;
    }

    Path origin() {
        return origin;
    }

    int generation() {
        return generation;
    }

    /** Where the content is; empty when it is gone. */
    Optional<FileEntry> entry() {
        return entry;
    }

    FilePosition mark() {
        return mark;
    }

    FilePosition known() {
        return known;
    }

    /** Looks at the first bytes of the content where nothing is known of it yet. */
    void getToKnow() throws IOException {
        if (known.position() == 0 && entry.orElseThrow().size() > 0) {
            try (FileChannel channel = contents.open(entry.get().path())) {
                known = FilePosition.first(channel, generation);
            }
        }
    }

    /** How large the content was when it was seen last. */
    long knownSize() {
        return knownSize;
    }

    /** Whether the content has left its path, so that its writer has done or is about to turn to another file. */
    boolean isRotated() {
        return entry.filter(there -> !there.path().equals(origin)).isPresent();
    }

    void moveTo(FileEntry there) {
        entry = Optional.of(there);
        noteSize();
    }

    private void noteSize() {
        long size = size();
        knownSize = knownSize == Long.MAX_VALUE ? size : Math.max(knownSize, size);
    }

    /** How many bytes the content has, as far as is seen; the most there can be when that has not been found out. */
    long size() {
        if (entry.isEmpty()) {
            return knownSize;
        }
        FileEntry there = entry.get();
        if (!contents.unpacks(there.path())) {
            return there.size();
        }
        return whole.entry().equals(entry) ? whole.size() : Long.MAX_VALUE;
    }

    /** Notes how much is in a compressed file, once it was unpacked to its end. */
    void lookedInto(FileChannel channel) throws IOException {
        long size = FileContents.knownSize(channel);
        if (size < Long.MAX_VALUE && entry.isPresent()) {
            whole = new Whole(entry, size);
            noteSize();
        }
    }

    void lose() {
        entry = Optional.empty();
    }

    void giveOut(FilePosition end) {
        if (end.position() > mark.position()) {
            mark = end;
        }
        if (end.position() > known.position()) {
            known = end;
        }
    }

    long readTo(Map<String, Offset> offsets) {
        Offset offset = offsets.get(name);
        return offset == null ? 0 : offset.asLong();
    }

    Optional<String> problem() {
        return problem;
    }

    void problem(String text) {
        problem = Optional.of(text);
    }

    void clearProblem() {
        problem = Optional.empty();
    }

    /** Whether a file begins with what is known of the content; one that looks as it did is not opened. */
    boolean isIn(FileEntry there) throws IOException {
        if (known.position() == 0 || entry.filter(there::equals).isPresent()) {
            return true;
        }
        if (there.size() < known.position() && !contents.unpacks(there.path())) {
            return false;
        }
        try (FileChannel channel = contents.open(there.path())) {
            return known.isIn(channel);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Opens the content; empty when another one is there by now. */
    Optional<FileChannel> open() throws IOException {
        FileChannel channel = contents.open(entry.orElseThrow().path());
        boolean mine = false;
        try {
            mine = known.isIn(channel);
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        return mine ? Optional.of(channel) : Optional.empty();
    }

    /** Refuses a content whose header does not fit the columns. */
    void checkHeader(FileParsing parsing, FileChannel channel) throws IOException {
        if (!headerChecked) {
            headerChecked = parsing.checkHeader(entry.orElseThrow().path(), channel);
        }
    }

    /** Where the last line ends of the first bytes of the content. */
    long endOfLines(FileChannel channel, long size) throws IOException {
        if (knownEnd.size() != size) {
            long searchFrom = knownEnd.size() > size ? 0 : knownEnd.end();
            knownEnd = new KnownEnd(size, FileEnds.afterLastLine(channel, searchFrom, size));
        }
        return knownEnd.end();
    }

    /** Whether the content was found to end at {@code end} although no line ends there. */
    boolean endsWithinALine(long end) {
        return knownEnd.size() >= end && knownEnd.end() < end;
    }
}
