package io.millrace.engine.codegen.java;

import io.millrace.codec.DamagedDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classes that stay on disk, so that a server that starts again need not compile what it had. A cache: all of it may be deleted at any
 * time, and nothing fails when it cannot be read or written.
 *
 * <p>Whoever writes to the directory runs code here; it belongs to the server like its other files. Classes that another build of the
 * server has made are not used, and those used longest ago go first.
 */
public final class KeptClasses implements GeneratedClasses {

    private static final Logger LOG = LoggerFactory.getLogger(KeptClasses.class);
    private static final long MOST_BYTES = 64L << 20;
    private static final String SUFFIX = ".classes";

    private final Path directory;
    private final GeneratedClasses origin;
    private final ClassLoader parent;
    private final AtomicLong bytes = new AtomicLong();

    private KeptClasses(Path directory, GeneratedClasses origin, ClassLoader parent) {
        this.directory = directory;
        this.origin = origin;
        this.parent = parent;
    }

    /**
     * Classes in a directory, which is made when it is not there.
     *
     * @param origin of those that are not there
     * @param parent sees the types that generated code mentions
     * @return the origin itself when it cannot be told which build of the server this is
     */
    public static GeneratedClasses in(Path directory, GeneratedClasses origin, ClassLoader parent) {
        return build().map(build -> in(directory, build, origin, parent)).orElse(origin);
    }

    /** @param build of the server: its classes are used, those of others deleted */
    static GeneratedClasses in(Path directory, String build, GeneratedClasses origin, ClassLoader parent) {
        try {
            Path own = directory.resolve(build);
            Files.createDirectories(own);
            KeptClasses kept = new KeptClasses(own, origin, parent);
            kept.forget(directory);
            return kept;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Compiled classes are not kept in {}", directory, e);
            return origin;
        }
    }

    /** Names the jar that this class is in; empty when it is in none. */
    private static Optional<String> build() {
        try {
            Path jar = Path.of(KeptClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            BasicFileAttributes facts = Files.readAttributes(jar, BasicFileAttributes.class);
            return facts.isRegularFile()
                    ? Optional.of(Long.toHexString(facts.size()) + "-"
                            + Long.toHexString(facts.lastModifiedTime().toMillis()))
                    : Optional.empty();
        } catch (Exception e) {
            LOG.debug("The jar of the server cannot be found", e);
            return Optional.empty();
        }
    }

    private record Kept(Path file, long bytes, FileTime used) {}

    private void forget(Path all) throws IOException {
        List<Kept> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(all)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                if (file.startsWith(directory) && file.toString().endsWith(SUFFIX)) {
                    files.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
                } else {
                    Files.delete(file);
                }
            }
        }
        files.sort(Comparator.comparing(Kept::used).reversed());
        for (Kept one : files) {
            if (bytes.addAndGet(one.bytes()) > MOST_BYTES / 2) {
                bytes.addAndGet(-one.bytes());
                Files.delete(one.file());
            }
        }
    }

    @Override
    public <T> GeneratedClass<T> find(JavaText<T> text) {
        Path file = directory.resolve(text.digest() + SUFFIX);
        Optional<GeneratedClass<T>> kept = read(file, text);
        if (kept.isPresent()) {
            return kept.get();
        }
        GeneratedClass<T> made = origin.find(text);
        keep(file, ClassFiles.write(List.of(new ClassFiles(text.digest(), made.bytes()))));
        return made;
    }

    private <T> Optional<GeneratedClass<T>> read(Path file, JavaText<T> text) {
        try {
            ClassFiles files = ClassFiles.read(Files.readAllBytes(file)).get(0);
            if (!files.digest().equals(text.digest())) {
                throw new DamagedDataException(0, "it is of another class");
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(GeneratedClass.load(text, files.files(), parent));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DamagedDataException | IllegalStateException | IndexOutOfBoundsException e) {
            LOG.warn("The class in {} cannot be used and is compiled anew", file, e);
            return Optional.empty();
        }
    }

    /** What breaks off here is found by its checksum later. */
    private void keep(Path file, byte[] content) {
        if (bytes.addAndGet(content.length) > MOST_BYTES) {
            bytes.addAndGet(-content.length);
            return;
        }
        try {
            Path temporary = Files.createTempFile(directory, "class", ".tmp");
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("The class in {} is not kept", file, e);
        }
    }
}
