package io.millrace.journal.checkpoint;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.journal.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A checkpoint that is whole. Immutable; its files stay until the store has three newer ones. */
public final class StoredCheckpoint implements StoredContents {

    private final Storage storage;
    private final Path directory;
    private final Manifest manifest;
    private final Map<String, Manifest.Entry> entries = new HashMap<>();

    StoredCheckpoint(Storage storage, Path directory, Manifest manifest) {
        this.storage = storage;
        this.directory = directory;
        this.manifest = manifest;
        manifest.contents().forEach(entry -> entries.put(entry.name(), entry));
    }

    Manifest manifest() {
        return manifest;
    }

    /** Grows from checkpoint to checkpoint. */
    public long number() {
        return manifest.number();
    }

    /** Whose it is. */
    public UUID server() {
        return manifest.server();
    }

    /** The names of its manifest and of all its files, in the directory of the checkpoints. */
    public List<String> files() {
        List<String> names = new ArrayList<>();
        manifest.contents().forEach(entry -> entry.files().forEach(file -> names.add(file.name())));
        names.add(CheckpointFiles.manifest(manifest.number()));
        return names;
    }

    public CheckpointHead head() {
        return manifest.head();
    }

    /** The definitions, as they were given. */
    public byte[] catalog() {
        return manifest.catalog().clone();
    }

    /** Reads what {@link CheckpointCut#facts} has written. */
    public Decoder facts() {
        byte[] facts = manifest.facts();
        return new Decoder(facts, 0, facts.length, 0, manifest.version(), Decoder.DEFAULT_ALLOWANCE);
    }

    /** Bytes of all its files, those that it shares with others included. */
    public long bytes() {
        return manifest.bytes();
    }

    @Override
    public ContentChain chain(String name) {
        Manifest.Entry entry = entries.get(name);
        if (entry == null) {
            throw new DamagedDataException(0, "the checkpoint has nothing of " + name);
        }
        return new ContentChain(
                entry.history(),
                entry.version(),
                entry.files().stream()
                        .map(file -> (ContentChain.Part) () -> open(file))
                        .toList());
    }

    private InputStream open(Manifest.File file) throws IOException {
        return new ContentInput(storage.openForReading(directory.resolve(file.name())));
    }
}
