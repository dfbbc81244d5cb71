package io.millrace.app.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files and sockets that a script plays, and the names by which its SQL refers to them. */
final class Surroundings implements AutoCloseable {

    private final Path directory;
    private final Map<String, LineSocket> sockets = new HashMap<>();

    Surroundings(Path directory) {
        this.directory = directory;
    }

    /** The text with {@code ${dir}} and {@code ${name.port}} replaced. */
    String resolve(String text) {
        String resolved = text.replace("${dir}", directory.toString());
        for (Map.Entry<String, LineSocket> socket : sockets.entrySet()) {
            resolved = resolved.replace(
                    "${" + socket.getKey() + ".port}",
                    Integer.toString(socket.getValue().port()));
        }
        return resolved;
    }

    /** Replaces a file at once, so that a watcher never sees half of it, or appends to it. */
    void write(String name, List<String> lines, boolean append) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        if (append) {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } else {
            Path hidden = Files.createTempFile(directory, ".", ".part");
            Files.write(hidden, lines);
            Files.move(hidden, file);
        }
    }

    /** Does to a file what others do while it is read. */
    void change(Directive.ChangeFile change) throws IOException {
        Path file = directory.resolve(change.name());
        switch (change.action()) {
            case RENAME -> Files.move(file, target(change), StandardCopyOption.REPLACE_EXISTING);
            case COPY -> Files.copy(file, target(change), StandardCopyOption.REPLACE_EXISTING);
            case TRUNCATE -> Files.write(file, new byte[0]);
            case DELETE -> Files.delete(file);
        }
    }

    private Path target(Directive.ChangeFile change) throws IOException {
        Path target = directory.resolve(change.to().orElseThrow());
        Files.createDirectories(target.getParent());
        return target;
    }

    /** Whether a server may go away and come back without missing anything. */
    boolean canBeLeft() {
        return sockets.isEmpty();
    }

    void openSocket(String name) throws IOException {
        sockets.put(name, new LineSocket());
    }

    void send(String name, List<String> lines) throws IOException {
        sockets.get(name).send(lines);
    }

    @Override
    public void close() throws IOException {
        for (LineSocket socket : sockets.values()) {
            socket.close();
        }
    }
}
