package io.millrace.journal.checkpoint;

import io.millrace.codec.DamagedDataException;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads all checkpoints of a directory, every file of them, and says which are whole. Changes nothing. */
public final class CheckpointExamination {

    private final Storage storage;
    private final Path directory;
    private final CheckpointFiles files;
    private final Map<Manifest.File, Optional<String>> known = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final List<ExaminedCheckpoint> checkpoints = new ArrayList<>();

    private CheckpointExamination(Storage storage, Path directory) {
        this.storage = storage;
        this.directory = directory;
        this.files = new CheckpointFiles(storage, directory);
    }

    /** @param directory which need not be there */
    public static CheckpointExamination of(Storage storage, Path directory) throws IOException {
        CheckpointExamination examination = new CheckpointExamination(storage, directory);
        if (storage.exists(directory)) {
            for (Map.Entry<Long, String> manifest :
                    examination.files.manifests().descendingMap().entrySet()) {
                examination.checkpoints.add(examination.examine(manifest.getKey(), manifest.getValue()));
            }
        }
        return examination;
    }

    /**
     * The newest that is whole; older ones are read only when it is not.
     *
     * @throws MillraceException when a newer version of the server wrote one that it came by
     */
    public static Optional<StoredCheckpoint> newest(Storage storage, Path directory) throws IOException {
        CheckpointExamination examination = new CheckpointExamination(storage, directory);
        if (!storage.exists(directory)) {
            return Optional.empty();
        }
        for (Map.Entry<Long, String> manifest :
                examination.files.manifests().descendingMap().entrySet()) {
            ExaminedCheckpoint found = examination.examine(manifest.getKey(), manifest.getValue());
            if (found.newer()) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED, found.problems().get(0));
            }
            if (found.whole()) {
                return found.checkpoint();
            }
        }
        return Optional.empty();
    }

    private ExaminedCheckpoint examine(long number, String name) throws IOException {
        named.add(name);
        Manifest manifest;
        try {
            manifest = ManifestCodec.read(files.read(name), name);
        } catch (DamagedDataException | IOException e) {
            return new ExaminedCheckpoint(
                    number, Optional.empty(), List.of(directory.resolve(name) + ": " + e.getMessage()), false);
        } catch (MillraceException e) {
            return new ExaminedCheckpoint(number, Optional.empty(), List.of(e.getMessage()), true);
        }
        Set<String> problems = new LinkedHashSet<>();
        if (manifest.number() != number) {
            problems.add(directory.resolve(name) + ": it says that it is checkpoint " + manifest.number());
        }
        for (Manifest.Entry entry : manifest.contents()) {
            for (Manifest.File file : entry.files()) {
                named.add(file.name());
                known.computeIfAbsent(file, this::problem).ifPresent(problems::add);
            }
        }
        return new ExaminedCheckpoint(
                number, Optional.of(new StoredCheckpoint(storage, directory, manifest)), List.copyOf(problems), false);
    }

    private Optional<String> problem(Manifest.File expected) {
        Path path = directory.resolve(expected.name());
        try {
            if (!storage.exists(path)) {
                return Optional.of(path + ": it is missing");
            }
            try (StoredFile stored = storage.openForReading(path)) {
                if (stored.size() != expected.length()) {
                    return Optional.of(path + ": it has " + stored.size() + " bytes, not " + expected.length());
                }
                return ContentInput.isWhole(stored, expected)
                        ? Optional.empty()
                        : Optional.of(path + ": its checksum is not that of what was written");
            }
        } catch (IOException e) {
            return Optional.of(path + ": it cannot be read: " + e.getMessage());
        }
    }

    /** All that have a manifest, the newest first. */
    public List<ExaminedCheckpoint> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /** The newest that is whole. */
    public Optional<StoredCheckpoint> newestWhole() {
        return checkpoints.stream()
                .filter(ExaminedCheckpoint::whole)
                .findFirst()
                .flatMap(ExaminedCheckpoint::checkpoint);
    }

    /** Files that belong to no checkpoint. */
    public List<Path> leftovers() throws IOException {
        return storage.exists(directory)
                ? storage.list(directory).stream()
                        .filter(path -> !named.contains(path.getFileName().toString()))
                        .toList()
                : List.of();
    }
}
