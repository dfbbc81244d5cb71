package io.millrace.journal.checkpoint;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a server in a directory of their own: the newest that is whole counts, three are kept, and each is there whole or
 * not at all.
 *
 * <p>A checkpoint is files with contents, forced one by one, then their directory, then a manifest that names them with lengths and
 * checksums, which comes into being by a rename. Contents that have not changed keep their files; others get a file with what has changed,
 * until half of what the files hold is out of date. Used by one thread at a time.
 */
public final class CheckpointStore {

    private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

    private static final int KEPT = 3;
    private static final int MOST_FILES = 48;

    /** Below this a content is written whole: a file less is worth more. */
    private static final long SMALL = 64 << 10;

    private final Storage storage;
    private final Path directory;
    private final UUID server;
    private final CheckpointFiles files;
    /** Those that are durable, the newest first. */
    private List<StoredCheckpoint> kept = List.of();

    private final List<String> putAside = new ArrayList<>();
    private final List<IOException> unreadable = new ArrayList<>();
    private long lastNumber;

    private CheckpointStore(Storage storage, Path directory, UUID server) {
        this.storage = storage;
        this.directory = directory;
        this.server = server;
        this.files = new CheckpointFiles(storage, directory);
    }

    /**
     * Opens the directory, which is made when it is not there, and finds the newest checkpoint that is whole. Damaged ones are put aside;
     * those that the disk does not give are left where they are until there is a newer one.
     *
     * @throws IOException when the disk does not give the directory, or any checkpoint
     * @throws MillraceException when a checkpoint is another server's or a newer version's
     */
    public static CheckpointStore open(Storage storage, Path directory, UUID server) throws IOException {
        CheckpointStore store = new CheckpointStore(storage, directory, server);
        storage.createDirectories(directory);
        storage.forceDirectory(directory.getParent());
        store.lastNumber = store.files.greatestNumber();
        store.find();
        if (store.putAside.isEmpty() && store.unreadable.isEmpty()) {
            store.cleanUp(); // else somebody may want to look at what is left
        }
        return store;
    }

    /**
     * The definitions of all checkpoints whose manifests can be read, the newest first. Changes nothing.
     *
     * @param directory which need not be there
     * @throws MillraceException when a newer version of the server wrote one
     */
    public static List<byte[]> catalogs(Storage storage, Path directory) throws IOException {
        List<byte[]> catalogs = new ArrayList<>();
        if (storage.exists(directory)) {
            CheckpointFiles files = new CheckpointFiles(storage, directory);
            for (String name : files.manifests().descendingMap().values()) {
                try {
                    catalogs.add(ManifestCodec.read(files.read(name), name).catalog());
                } catch (DamagedDataException | IOException e) {
                    log.debug("{} cannot be read", name, e); // opening decides what becomes of it
                }
            }
        }
        return catalogs;
    }

    private void find() throws IOException {
        List<StoredCheckpoint> found = new ArrayList<>();
        for (Map.Entry<Long, String> file : files.manifests().descendingMap().entrySet()) {
            try {
                find(file.getKey(), file.getValue(), found);
            } catch (IOException e) {
                unreadable.add(e);
                log.warn("checkpoint {} cannot be read: {}; an older one is used", file.getValue(), e.toString());
            }
        }
        if (found.isEmpty() && !unreadable.isEmpty()) {
            throw unreadable.get(0); // what is there may be whole
        }
        kept = List.copyOf(found);
    }

    private void find(long number, String name, List<StoredCheckpoint> found) throws IOException {
        Optional<Manifest> manifest = read(number, name);
        boolean good = manifest.isPresent() && (!found.isEmpty() || isWhole(manifest.get()));
        if (good) {
            found.add(new StoredCheckpoint(storage, directory, manifest.get()));
        } else {
            files.putAside(name);
            putAside.add(name);
            log.warn("checkpoint {} is damaged and was put aside; an older one is used", name);
        }
    }

    private Optional<Manifest> read(long number, String name) throws IOException {
        try {
            Manifest manifest = ManifestCodec.read(files.read(name), name);
            if (!manifest.server().equals(server)) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "checkpoint " + name + " belongs to another server than the journal beside it");
            }
            return Optional.of(manifest).filter(known -> known.number() == number);
        } catch (DamagedDataException e) {
            log.warn("{}: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isWhole(Manifest manifest) throws IOException {
        boolean whole = true;
        for (Manifest.Entry entry : manifest.contents()) {
            for (Manifest.File file : entry.files()) {
                if (!files.isWhole(file)) {
                    log.warn("file {} of checkpoint {} is damaged", file.name(), manifest.number());
                    files.putAside(file.name());
                    whole = false;
                }
            }
        }
        return whole;
    }

    /** The newest that is whole. */
    public Optional<StoredCheckpoint> newest() {
        return kept.stream().findFirst();
    }

    /** All that are kept, the newest first; only that one was examined whole. */
    public List<StoredCheckpoint> kept() {
        return kept;
    }

    /** The manifests that were put aside when the store was opened. */
    public List<String> damaged() {
        return List.copyOf(putAside);
    }

    /** The first record of the journal that some kept checkpoint needs; empty when there is none. */
    public OptionalLong oldestLsn() {
        return kept.stream().mapToLong(checkpoint -> checkpoint.head().lsn()).min();
    }

    /**
     * Writes a checkpoint; it counts once this returns.
     *
     * @param catalog the definitions, in a form of the caller
     * @throws IOException nothing has changed: the checkpoints before are what there is
     */
    public Written write(CheckpointHead head, byte[] catalog, CheckpointCut cut) throws IOException {
        long start = System.nanoTime();
        long number = ++lastNumber;
        Writing writing = new Writing(number);
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Content content : cut.contents()) {
            entries.add(writing.write(content));
        }
        files.force();
        Encoder facts = new Encoder();
        cut.facts().accept(facts);
        Manifest manifest =
                new Manifest(number, server, head, entries, catalog, facts.toByteArray(), FrameKind.CONTENT.version());
        writing.bytes += files.create(CheckpointFiles.manifest(number), 0, out -> ManifestCodec.write(manifest, out))
                .length();
        files.force();
        List<StoredCheckpoint> all = new ArrayList<>();
        all.add(new StoredCheckpoint(storage, directory, manifest));
        all.addAll(kept.subList(0, Math.min(kept.size(), KEPT - 1)));
        kept = List.copyOf(all);
        cleanUp();
        return new Written(number, writing.count, writing.bytes, manifest.bytes(), System.nanoTime() - start);
    }

    /** Leftovers take up room but harm nobody: when they cannot be deleted now, the next time they may. */
    private void cleanUp() {
        try {
            files.deleteAllBut(kept.stream().map(StoredCheckpoint::manifest).toList());
        } catch (IOException e) {
            log.warn("cannot delete what checkpoints have left behind", e);
        }
    }

    /**
     * What a checkpoint took.
     *
     * @param files that were written, the manifest not counted
     * @param bytes that were written
     * @param stateBytes of all files that belong to it
     */
    public record Written(long number, int files, long bytes, long stateBytes, long nanos) {}

    /** Writes the contents of one checkpoint. */
    private final class Writing {

        private final long number;
        private final Map<Long, Manifest.Entry> before = new HashMap<>();
        private int count;
        private long bytes;

        Writing(long number) {
            this.number = number;
            newest().ifPresent(checkpoint ->
                    checkpoint.manifest().contents().forEach(entry -> before.put(entry.history(), entry)));
        }

        Manifest.Entry write(Content content) throws IOException {
            Manifest.Entry last = before.get(content.history());
            if (content.version() == 0 || (last != null && last.version() == content.version())) {
                return entry(content, last == null ? List.of() : last.files());
            }
            List<Manifest.File> chain = new ArrayList<>(last == null ? List.of() : below(last, content));
            long since = chain.isEmpty()
                    ? Content.NOTHING
                    : chain.get(chain.size() - 1).version();
            Manifest.File file = files.create(
                    CheckpointFiles.content(number, count++), content.version(), out -> content.write(out, since));
            bytes += file.length();
            chain.add(file);
            return entry(content, chain);
        }

        /** The files that remain below a new one with what has changed since; none when it is to be whole. */
        private static List<Manifest.File> below(Manifest.Entry last, Content content) {
            List<Manifest.File> all = last.files();
            long held = 0;
            for (int i = 0; i < Math.min(all.size(), MOST_FILES); i++) {
                held += all.get(i).size();
                long version = all.get(i).version();
                if (version >= content.wantedSince() && content.follows(version)) {
                    boolean worthIt = all.get(0).length() >= SMALL && held < 2 * content.size();
                    return worthIt ? all.subList(0, i + 1) : List.of();
                }
            }
            return List.of();
        }

        private static Manifest.Entry entry(Content content, List<Manifest.File> chain) {
            return new Manifest.Entry(content.name(), content.history(), content.version(), chain);
        }
    }
}
