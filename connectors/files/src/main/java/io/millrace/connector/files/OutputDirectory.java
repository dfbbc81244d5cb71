package io.millrace.connector.files;

import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory that a sink writes to, and the names of the files in it. */
record OutputDirectory(Path path, String fileName) {

    private static final String REPLACE = "replace";
    private static final String REFUSE = "refuse";

    /** Makes the directory ready: it is empty afterwards, but for what no sink has written. */
    static OutputDirectory prepare(SinkDefinition definition) {
        Path path = definition
                .directory()
                .resolve(definition.options().string("path").orElseThrow())
                .normalize();
        OutputDirectory directory = new OutputDirectory(
                path, "rows." + definition.format().orElseThrow().name());
        String existing = definition.options().string("existing").orElseThrow();
        try {
            switch (existing) {
                case REPLACE -> directory.clear();
                case REFUSE -> directory.checkEmpty();
                default ->
                    throw new MillraceException(
                            ErrorCode.OPTION_INVALID,
                            "option 'existing' is '" + existing + "', but must be one of " + REFUSE + ", " + REPLACE);
            }
            Files.createDirectories(path);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(path, e);
        }
        return directory;
    }

    /** The file in a directory relative to this one. */
    Path file(String relative) {
        return path.resolve(relative).resolve(fileName);
    }

    private void checkEmpty() throws IOException {
        if (Files.exists(path) && !contents().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "directory \"" + path + "\" is not empty; write existing = '" + REPLACE
                            + "' to replace the files that a sink wrote there");
        }
    }

    /** Deletes files of this name and directories that are empty then. */
    private void clear() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        for (Path file : contents()) {
            if (Files.isDirectory(file)) {
                deleteIfEmpty(file);
            } else if (file.getFileName().toString().equals(fileName)) {
                Files.delete(file);
            }
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // holds what no sink wrote
        }
    }

    /** All below the directory, what is deeper first. */
    private List<Path> contents() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> !file.equals(path))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
