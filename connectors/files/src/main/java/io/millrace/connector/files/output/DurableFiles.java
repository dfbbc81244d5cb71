package io.millrace.connector.files.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Changes files so that they survive a crash of the machine: what returns has happened for good.
 *
 * <p>Each change is made of steps, between any two of which the process may die; tests do so in {@link #step}.
 */
public class DurableFiles {

    private static final int BUFFER = 64 << 10;

    /** Called before each thing that the operating system is asked for. */
    void step(String what, Path file) throws IOException {
        // nothing happens between two steps but in tests
    }

    /** Lets a file consist of its first {@code length} bytes and those given; makes it, and directories, where there are none. */
    final void append(Path file, long length, byte[] bytes) throws IOException {
        createDirectories(file.getParent());
        step("open", file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.size() > length) {
                step("truncate", file);
                channel.truncate(length);
            }
            write(channel, file, length, bytes);
        }
        if (length == 0) {
            synchronize(file.getParent());
        }
    }

    /** In two halves, because a crash may leave any part of what is written. */
    private void write(FileChannel channel, Path file, long position, byte[] bytes) throws IOException {
        int half = bytes.length / 2;
        step("write", file);
        writeFully(channel, ByteBuffer.wrap(bytes, 0, half), position);
        step("write", file);
        writeFully(channel, ByteBuffer.wrap(bytes, half, bytes.length - half), position + half);
        step("fsync", file);
        force(channel, file);
    }

    /** Returns when the content of a file is on the disk. */
    void force(FileChannel channel, Path file) throws IOException {
        channel.force(true);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Puts a file with another content in the place of one, at once: readers see the one or the other. */
    final void replace(Path file, Path temporary, byte[] content) throws IOException {
        createDirectories(file.getParent());
        step("open", temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, temporary, 0, content);
        }
        step("rename", file);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        synchronize(file.getParent());
    }

    /** Writes what a file consists of. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes a file, under a name at first that nobody looks for, and gives it its own once it is whole. */
    final void create(Path file, Path temporary, Content content) throws IOException {
        step("open", temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            step("write", temporary);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            content.writeTo(out);
            out.flush();
            step("fsync", temporary);
            force(channel, temporary);
        }
        step("rename", file);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        synchronize(file.getParent());
    }

    final void truncate(Path file, long length) throws IOException {
        step("truncate", file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    final void delete(Path file) throws IOException {
        step("delete", file);
        Files.deleteIfExists(file);
    }

    private void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        step("create directory", directory);
        Files.createDirectory(directory);
        if (parent != null) {
            synchronize(parent);
        }
    }

    private void synchronize(Path directory) throws IOException {
        step("fsync", directory);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
