package io.millrace.connector.files.output;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.reach.FileReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The directory that a sink writes to: the files in it, and the manifest that says how far they count. */
final class OutputDirectory {

    private static final String REPLACE = "replace";
    private static final String REFUSE = "refuse";
    private static final String MANIFEST = ".manifest";
    private static final String TEMPORARY = ".tmp";

    private final String sink;
    private final Path path;
    /** What names of files end with. */
    private final String ending;

    private final String quoted;

    private final DurableFiles files;
    private final FileReach reach;

    private OutputDirectory(String sink, Path path, String ending, DurableFiles files, FileReach reach) {
        this.sink = sink;
        this.path = path;
        this.ending = ending;
        this.quoted = Pattern.quote(ending);
        this.files = files;
        this.reach = reach;
    }

    /** The directory of a sink that was opened before; see {@link #manifest}. */
    static OutputDirectory of(SinkDefinition definition, DurableFiles files) {
        Path path = definition
                .directory()
                .resolve(definition.options().string("path").orElseThrow())
                .toAbsolutePath()
                .normalize();
        return new OutputDirectory(
                definition.sink(),
                path,
                ending(definition),
                files,
                definition.options().reach().files());
    }

    private static String ending(SinkDefinition definition) {
        String format = "." + definition.format().orElseThrow().name();
        return OutputCompression.of(definition)
                .map(compression -> format + compression.ending())
                .orElse(format);
    }

    /** Makes the directory ready for a new sink: it is empty afterwards, but for what no sink has written. */
    static OutputDirectory prepare(SinkDefinition definition, DurableFiles files) {
        OutputDirectory directory = of(definition, files);
        String existing = definition.options().string("existing").orElseThrow();
        directory.reach.checked("path", directory.path);
        try {
            switch (existing) {
                case REPLACE -> directory.clear();
                case REFUSE -> directory.checkEmpty();
                default ->
                    throw new MillraceException(
                            ErrorCode.OPTION_INVALID,
                            "option 'existing' is '" + existing + "', but must be one of " + REFUSE + ", " + REPLACE);
            }
        } catch (IOException e) {
            throw WriteErrors.cannotWrite(directory.path, e);
        }
        directory.commit(OutputManifest.empty(directory.sink));
        return directory;
    }

    /** What counts. Without it nobody knows what the sink has, so that it must not go on. */
    OutputManifest manifest() {
        Path file = reach.checked(path.resolve(MANIFEST));
        try {
            byte[] bytes = Files.readAllBytes(file);
            OutputManifest manifest = OutputManifest.of(bytes)
                    .orElseThrow(() -> new MillraceException(
                            ErrorCode.DATA_DAMAGED,
                            "\"" + file + "\" is damaged or was written by a newer version; put back what it was"));
            if (!manifest.belongsTo(sink)) {
                throw new MillraceException(
                        ErrorCode.SINK_MISMATCH,
                        "directory \"" + path + "\" belongs to sink \"" + manifest.sink() + "\", not to \"" + sink
                                + "\"");
            }
            return manifest;
        } catch (NoSuchFileException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "\"" + file + "\" is gone, so that nobody can tell what sink \"" + sink
                            + "\" has written; put it back," + " or drop the sink and create it again",
                    e);
        } catch (IOException e) {
            throw WriteErrors.cannotWrite(file, e);
        }
    }

    void commit(OutputManifest manifest) {
        try {
            files.replace(
                    reach.checked(path.resolve(MANIFEST)),
                    reach.checked(path.resolve(MANIFEST + TEMPORARY)),
                    manifest.toBytes());
        } catch (IOException e) {
            throw WriteErrors.cannotWrite(path, e);
        }
    }

    /** A file that is not there yet, in a directory relative to this one. */
    OutputSegment begin(String directory, OutputManifest manifest, long now, boolean open) {
        long before = manifest.segments().stream()
                .filter(segment -> segment.directory().equals(directory))
                .count();
        String name = before == 0 ? "rows" + ending : "rows-" + (before + 1) + ending;
        return new OutputSegment(directory.isEmpty() ? name : directory + "/" + name, 0, 0, 0, 0, now, open);
    }

    /** Writes bytes after those of a file that count; they do not until the manifest says so. */
    void append(OutputSegment segment, byte[] bytes) {
        Path file = pathOf(segment);
        try {
            long size = Files.exists(file) ? Files.size(file) : 0;
            checkSize(segment, file, size);
            files.append(file, segment.bytes(), bytes);
        } catch (IOException e) {
            throw WriteErrors.cannotWrite(file, e);
        }
    }

    private Path pathOf(OutputSegment segment) {
        return reach.checked(path.resolve(segment.path()));
    }

    private void checkSize(OutputSegment segment, Path file, long size) {
        if (size < segment.bytes()) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "file \"" + file + "\" has " + size + " bytes, but sink \"" + sink + "\" has written "
                            + segment.bytes() + "; put it back, or drop the sink and create it again");
        }
    }

    /**
     * Makes whole files of those that are open, and says so in the manifest: until then the pieces count, afterwards the file, and a file
     * that is there has all rows of its pieces. See {@link #adopt}.
     */
    OutputManifest end(OutputManifest manifest, List<OutputSegment> open, RecordWriter.Assembly assembly) {
        List<OutputSegment> ended = new ArrayList<>();
        for (OutputSegment segment : open) {
            Path pieces = pathOf(segment);
            Path whole = reach.checked(path.resolve(segment.file()));
            try (FileChannel channel = FileChannel.open(pieces)) {
                checkSize(segment, pieces, channel.size());
                files.create(
                        whole,
                        reach.checked(path.resolve(segment.hidden(TEMPORARY))),
                        out -> assembly.write(channel, segment.bytes(), out));
                ended.add(segment.ended(Files.size(whole)));
            } catch (IOException e) {
                throw WriteErrors.cannotWrite(whole, e);
            }
        }
        OutputManifest then = manifest.with(manifest.epoch(), manifest.batch(), ended);
        commit(then);
        for (OutputSegment segment : open) {
            try {
                files.delete(pathOf(segment));
            } catch (IOException e) {
                throw WriteErrors.cannotWrite(path, e);
            }
        }
        return then;
    }

    /** Takes whole files for what they are that a crash has left before the manifest said so. */
    private OutputManifest adopt(OutputManifest manifest) throws IOException {
        List<OutputSegment> ended = new ArrayList<>();
        for (OutputSegment segment : manifest.segments()) {
            Path whole = path.resolve(segment.file());
            if (segment.open() && Files.exists(whole)) {
                ended.add(segment.ended(Files.size(reach.checked(whole))));
            }
        }
        if (ended.isEmpty()) {
            return manifest;
        }
        OutputManifest then = manifest.with(manifest.epoch(), manifest.batch(), ended);
        commit(then);
        return then;
    }

    /** Removes what attempts have left that were not completed. */
    void cleanUp(OutputManifest before) {
        try {
            OutputManifest manifest = adopt(before);
            Map<Path, Long> lengths = new HashMap<>();
            manifest.segments().forEach(segment -> lengths.put(path.resolve(segment.path()), segment.bytes()));
            for (Path file : contents()) {
                Optional<Long> length = Optional.ofNullable(lengths.get(file));
                if (length.isPresent() && Files.size(file) > length.get()) {
                    files.truncate(reach.checked(file), length.get());
                } else if (length.isEmpty() && (isRows(file) || isTemporary(file))) {
                    files.delete(file);
                }
            }
        } catch (IOException e) {
            throw WriteErrors.cannotWrite(path, e);
        }
    }

    private boolean isRows(Path file) {
        return file.getFileName()
                .toString()
                .matches("(rows(-\\d+)?" + quoted + "|\\.rows(-\\d+)?" + quoted + "\\.open)");
    }

    private boolean isTemporary(Path file) {
        return file.equals(path.resolve(MANIFEST + TEMPORARY))
                || file.getFileName().toString().matches("\\.rows(-\\d+)?" + quoted + "\\.tmp");
    }

    /** A manifest that says nothing is left when a sink was about to be created. */
    private void checkEmpty() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Path manifest = path.resolve(MANIFEST);
        boolean unused = Files.exists(manifest)
                && OutputManifest.of(Files.readAllBytes(manifest))
                        .filter(OutputManifest::isEmpty)
                        .isPresent();
        boolean foreign =
                contents().stream().anyMatch(file -> !isTemporary(file) && !(unused && file.equals(manifest)));
        if (foreign) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "directory \"" + path + "\" is not empty; write existing = '" + REPLACE
                            + "' to replace the files that a sink wrote there");
        }
    }

    /** Deletes the manifest, files of the sink's kind of names, and directories that are empty then. */
    private void clear() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        files.delete(path.resolve(MANIFEST));
        for (Path file : contents()) {
            if (Files.isDirectory(file)) {
                deleteIfEmpty(file);
            } else if (isRows(file) || isTemporary(file)) {
                files.delete(file);
            }
        }
    }

    private void deleteIfEmpty(Path directory) throws IOException {
        try {
            files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // holds what no sink wrote
        }
    }

    /** All below the directory, what is deeper first. */
    private List<Path> contents() throws IOException {
        try (Stream<Path> found = Files.walk(path)) {
            return found.filter(file -> !file.equals(path))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
