package io.millrace.session.durable;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalOptions;
import io.millrace.journal.Repair;
import io.millrace.journal.checkpoint.CheckpointExamination;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The journal and the checkpoints of one data directory, which belong to one server.
 *
 * @param journal closed with this
 */
public record DataFiles(Journal journal, CheckpointStore checkpoints) implements AutoCloseable {

    /** The directory of the checkpoints in the data directory. */
    public static final String CHECKPOINTS = "checkpoints";

    /**
     * Opens them, or makes them.
     *
     * @param directory the data directory
     * @throws MillraceException DATA_DAMAGED, NOT_SUPPORTED, DISK_FULL, FILE_ERROR: what keeps the server from going on where it was
     */
    public static DataFiles open(Path directory, Settings settings) {
        return open(directory, settings, false);
    }

    /**
     * Opens them, or makes them.
     *
     * @param directory the data directory
     * @param repair whether to go on without what is damaged in the journal; see {@link Journal#repairs}
     * @throws MillraceException DATA_DAMAGED, NOT_SUPPORTED, DISK_FULL, FILE_ERROR: what keeps the server from going on where it was
     */
    public static DataFiles open(Path directory, Settings settings, boolean repair) {
        Storage storage = new DiskStorage();
        Durability durability =
                Durability.valueOf(settings.text(Setting.DURABILITY).toUpperCase(Locale.ROOT));
        JournalOptions options = JournalOptions.of(durability, settings.duration(Setting.DURABILITY_INTERVAL));
        Path checkpoints = directory.resolve(CHECKPOINTS);
        try {
            refuseNewer(storage, checkpoints);
            return open(directory, repair ? options.withRepair(basis(storage, checkpoints)) : options, storage);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /**
     * Reads no more of checkpoints than which versions of formats they have.
     *
     * @throws MillraceException NOT_SUPPORTED when a newer version of the server wrote one
     */
    public static void refuseNewer(Storage storage, Path checkpoints) throws IOException {
        CheckpointStore.catalogs(storage, checkpoints).forEach(DefinitionsCodec::refuseNewer);
    }

    /** What a journal can go on from that has lost records. */
    public static Repair.Basis basis(Storage storage, Path checkpoints) throws IOException {
        return CheckpointExamination.newest(storage, checkpoints)
                .map(checkpoint -> new Repair.Basis(
                        Optional.of(checkpoint.server()),
                        checkpoint.head().epoch(),
                        checkpoint.head().lsn()))
                .orElse(Repair.Basis.NONE);
    }

    private static MillraceException unreadable(Path directory, IOException e) {
        return new MillraceException(
                ErrorCode.FILE_ERROR, "the checkpoints in " + directory + " cannot be read: " + e.getMessage(), e);
    }

    private static DataFiles open(Path directory, JournalOptions options, Storage storage) {
        Journal journal = Journal.open(directory, options, storage);
        try {
            return new DataFiles(
                    journal, CheckpointStore.open(storage, directory.resolve(CHECKPOINTS), journal.serverId()));
        } catch (IOException e) {
            journal.close();
            throw unreadable(directory, e);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The settings with as many partitions as the stored state has, unless the number was asked for. */
    public Settings fit(Settings settings) {
        Optional<StoredCheckpoint> newest = checkpoints.newest();
        if (newest.isEmpty() || settings.isGiven(Setting.PARTITIONS)) {
            return settings;
        }
        int partitions = DefinitionsCodec.read(newest.get().catalog()).partitions();
        return settings.with(Setting.PARTITIONS, Integer.toString(partitions));
    }

    @Override
    public void close() {
        journal.close();
    }
}
