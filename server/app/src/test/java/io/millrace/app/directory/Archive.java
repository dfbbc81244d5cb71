package io.millrace.app.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A directory in a file, for those that tests keep. */
public final class Archive {

    /** Files of a data directory that say nothing: the next server makes them anew. */
    private static final Set<String> LEFT_OUT = Set.of("lock", "reserve");

    private Archive() {}

    public static void pack(Path directory, Path archive) throws IOException {
        Files.createDirectories(archive.getParent());
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream entries = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            entries.setLevel(9);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!LEFT_OUT.contains(file.getFileName().toString())) {
                    entries.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                    Files.copy(file, entries);
                }
            }
        }
    }

    public static void unpack(Path archive, Path directory) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(entries, file);
            }
        }
    }

    /** The names of the archives in a directory, in their order. */
    public static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .map(name -> name.substring(0, name.length() - ".zip".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
