package io.millrace.journal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The file system of the machine. */
public final class DiskStorage implements Storage {

    private static final boolean DIRECTORIES_OPEN =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    @Override
    public StoredFile create(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public StoredFile open(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public StoredFile openForReading(Path file) throws IOException {
        return DiskFile.open(file, StandardOpenOption.READ);
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw DiskFile.known(e);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DiskFile.known(e);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /** Windows keeps its directories durable by itself, and cannot open them. */
    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (DIRECTORIES_OPEN) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
