package io.millrace.session.durable;

import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Replay;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.HistoryEvents;
import io.millrace.engine.history.HistoryReader;
import io.millrace.engine.history.JournaledHistory;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.session.RecoveryProgress;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Puts a server back to where it was: what the newest checkpoint has, and then, in order, all that its journal holds after it. Definitions are executed as statements, so that they
 * are what they were; batches are run as they were planned.
 *
 * <p>Used once, before anybody is let in. When it is broken off the journal is as it was.
 */
public final class ServerRecovery implements Replay.Statements {

    private static final long FIRST = 1;

    private final Consumer<DefinitionText> execution;
    private final Driver driver;
    private final Definitions definitions;

    /** @param execution executes a definition again */
    public ServerRecovery(Consumer<DefinitionText> execution, Driver driver, Definitions definitions) {
        this.execution = execution;
        this.driver = driver;
        this.definitions = definitions;
    }

    /**
     * Does all again and lets the server go on, writing to the journal.
     *
     * @param progress is told how far it has come, now and then
     * @param partitions that queries are to have that are made from then on; when it does not matter, as many as before
     * @return where the server writes from now on
     * @throws MillraceException DATA_DAMAGED, with the record that cannot be done again
     */
    public JournaledHistory run(DataFiles files, RecoveryProgress progress, OptionalInt partitions) {
        Optional<StoredCheckpoint> newest = files.checkpoints().newest();
        driver.restart().begin(newest.isPresent());
        newest.ifPresent(checkpoint -> restore(checkpoint, progress));
        Replay replay = driver.restart().replay(this);
        read(files.journal(), newest.map(checkpoint -> checkpoint.head().lsn()), replay, progress);
        replay.end();
        JournaledHistory history = new JournaledHistory(files.journal());
        driver.restart().end(history, partitions.orElseGet(driver.restart()::partitions));
        return history;
    }

    private void restore(StoredCheckpoint checkpoint, RecoveryProgress progress) {
        DefinitionsCodec.Stored stored = DefinitionsCodec.read(checkpoint.catalog());
        driver.restart().partitions(stored.partitions());
        List<DefinitionText> texts = stored.texts();
        for (int i = 0; i < texts.size(); i++) {
            progress.at(RecoveryProgress.Step.DEFINING, i, texts.size());
            execute(texts.get(i));
        }
        progress.at(RecoveryProgress.Step.LOADING, 0, checkpoint.bytes());
        driver.restart().restore(checkpoint.facts(), new CountedContents(checkpoint, progress));
    }

    private static void read(Journal journal, Optional<Long> from, HistoryEvents events, RecoveryProgress progress) {
        long first = from.orElse(FIRST);
        long records = journal.nextLsn() - first;
        if (records < 0) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the newest checkpoint follows record " + (first - 1) + " of the journal, which ends with record "
                            + (journal.nextLsn() - 1) + ": records are missing; restore a backup, or start with"
                            + " --repair to go on from the checkpoint");
        }
        if (from.isPresent() && first < journal.firstLsn()) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the newest checkpoint that is whole is followed by record " + first
                            + ", but the journal begins with record " + journal.firstLsn()
                            + ": records are missing; restore a backup, or start with --repair to go on from the"
                            + " checkpoint without all later records");
        }
        try (JournalReader reader = journal.read(first)) {
            while (reader.advance()) {
                progress.at(RecoveryProgress.Step.REPLAYING, reader.lsn() - first, records);
                read(reader, events);
            }
        }
        progress.at(RecoveryProgress.Step.REPLAYING, records, records);
    }

    private static void read(JournalReader reader, HistoryEvents events) {
        if (reader.type() == RecordType.CHECKPOINT) {
            return;
        }
        try {
            HistoryReader.read(reader, events);
        } catch (MillraceException | IllegalStateException e) {
            String reason = e instanceof MillraceException known ? known.userMessage() : String.valueOf(e.getMessage());
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "record " + reader.lsn() + " of the journal ("
                            + reader.file().getFileName() + ", offset " + reader.offset() + ") cannot be done again: "
                            + reason,
                    e);
        }
    }

    @Override
    public void execute(DefinitionText text) {
        execution.accept(text);
    }

    @Override
    public void remove(List<String> names) {
        definitions.exclusively(Cancellation.NEVER, () -> {
            Definitions.Version next = definitions.current();
            for (String name : names) {
                next = next.without(next.catalog().name(name));
            }
            definitions.publish(next);
            return null;
        });
        driver.drop(names);
    }
}
