package io.millrace.journal.checkpoint;

import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of checkpoints: which files are what, and how one comes into being whole. Used by one thread at a time. */
final class CheckpointFiles {

    private static final Logger log = LoggerFactory.getLogger(CheckpointFiles.class);

    private static final String TEMPORARY = ".tmp";
    private static final String BROKEN = ".broken";
    private static final Pattern MANIFEST = Pattern.compile("(\\d{12})\\.manifest");
    private static final Pattern CONTENT = Pattern.compile("(\\d{12})-\\d{5}\\.state");
    private static final Pattern ANY = Pattern.compile("(\\d{12})[.-].*");

    private final Storage storage;
    private final Path directory;

    CheckpointFiles(Storage storage, Path directory) {
        this.storage = storage;
        this.directory = directory;
    }

    static String manifest(long number) {
        return String.format(Locale.ROOT, "%012d.manifest", number);
    }

    static String content(long number, int index) {
        return String.format(Locale.ROOT, "%012d-%05d.state", number, index);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The manifests by number. */
    TreeMap<Long, String> manifests() throws IOException {
        TreeMap<Long, String> manifests = new TreeMap<>();
        for (Path file : storage.list(directory)) {
            Matcher matcher = MANIFEST.matcher(name(file));
            if (matcher.matches()) {
                manifests.put(Long.parseLong(matcher.group(1)), name(file));
            }
        }
        return manifests;
    }

    /** The greatest number that any file has, also one that is of no use; 0 when there is none. */
    long greatestNumber() throws IOException {
        long greatest = 0;
        for (Path file : storage.list(directory)) {
            Matcher matcher = ANY.matcher(name(file));
            greatest = matcher.matches() ? Math.max(greatest, Long.parseLong(matcher.group(1))) : greatest;
        }
        return greatest;
    }

    /** Fills a file, and tells how much of a content it holds then. */
    @FunctionalInterface
    interface Filling {
        long write(OutputStream out) throws IOException;
    }

    /**
     * Makes a file that appears under its name with all of its content; the name lasts once the directory is forced.
     *
     * @param version of the content up to which it brings it
     */
    Manifest.File create(String name, long version, Filling filling) throws IOException {
        Path temporary = directory.resolve(name + TEMPORARY);
        Manifest.File described;
        try (StoredFile file = storage.create(temporary)) {
            ContentOutput out = new ContentOutput(file);
            long size = filling.write(out);
            out.flush();
            file.force();
            described = out.describe(name, version, size);
        }
        storage.rename(temporary, directory.resolve(name));
        return described;
    }

    void force() throws IOException {
        storage.forceDirectory(directory);
    }

    byte[] read(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ContentInput in = new ContentInput(storage.openForReading(directory.resolve(name)))) {
            in.transferTo(bytes);
        }
        return bytes.toByteArray();
    }

    /** Whether a file is there and what it has to be; a disk that cannot be read right now says nothing about that: it throws. */
    boolean isWhole(Manifest.File file) throws IOException {
        try (StoredFile stored = storage.openForReading(directory.resolve(file.name()))) {
            return ContentInput.isWhole(stored, file);
        } catch (NoSuchFileException e) {
            log.warn("file {} of a checkpoint is gone", file.name());
            return false;
        }
    }

    /** Puts a file aside that is not what it has to be, for those who want to look at it. */
    void putAside(String name) {
        try {
            if (storage.exists(directory.resolve(name))) {
                storage.rename(directory.resolve(name), directory.resolve(name + BROKEN));
            }
        } catch (IOException e) {
            log.warn("file {} could not be put aside", name, e);
        }
    }

    /**
     * Deletes what belongs to none of some checkpoints: manifests before the files that they name. A directory that cannot be read to its
     * end loses nothing.
     */
    void deleteAllBut(List<Manifest> kept) throws IOException {
        Set<String> needed = new HashSet<>();
        for (Manifest manifest : kept) {
            needed.add(manifest(manifest.number()));
            manifest.contents().forEach(entry -> entry.files().forEach(file -> needed.add(file.name())));
        }
        List<Path> manifests = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path file : storage.list(directory)) {
            String name = name(file);
            boolean ours = ANY.matcher(name).matches() && !name.endsWith(BROKEN);
            if (ours && !needed.contains(name)) {
                (MANIFEST.matcher(name).matches() ? manifests : others).add(file);
            }
        }
        for (Path file : manifests) {
            storage.delete(file);
        }
        if (!manifests.isEmpty()) {
            force();
        }
        for (Path file : others) {
            if (CONTENT.matcher(name(file)).matches() || name(file).endsWith(TEMPORARY)) {
                storage.delete(file);
            }
        }
    }
}
