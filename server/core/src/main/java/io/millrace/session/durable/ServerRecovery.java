package io.millrace.session.durable;

import io.millrace.catalog.RelationName;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
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
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;

/**
 * Puts a server back to where it was: what the newest checkpoint has, and then, in order, all that its journal holds after it. Definitions are executed as statements, so that they
 * are what they were; batches are run as they were planned.
 *
 * <p>Used once, before anybody is let in. When it is broken off the journal is as it was.
 */
public final class ServerRecovery implements HistoryEvents {

    private final SqlService service;
    private final Driver driver;
    private final Definitions definitions;
    private Replay replay;

    public ServerRecovery(SqlService service, Driver driver, Definitions definitions) {
        this.service = service;
        this.driver = driver;
        this.definitions = definitions;
    }

    /**
     * Does all again and lets the server go on, writing to the journal.
     *
     * @param progress is told how far it has come, now and then
     * @return where the server writes from now on
     * @throws MillraceException DATA_DAMAGED, with the record that cannot be done again
     */
    public JournaledHistory run(DataFiles files, RecoveryProgress progress) {
        Optional<StoredCheckpoint> newest = files.checkpoints().newest();
        driver.restart().begin(newest.isPresent());
        newest.ifPresent(this::restore);
        replay = driver.restart().replay();
        replay(files.journal(), newest.map(checkpoint -> checkpoint.head().lsn()), progress);
        replay.end();
        JournaledHistory history = new JournaledHistory(files.journal());
        driver.restart().end(history);
        return history;
    }

    private void restore(StoredCheckpoint checkpoint) {
        DefinitionsCodec.read(checkpoint.catalog()).texts().forEach(this::defined);
        driver.restart().restore(checkpoint.facts(), checkpoint);
    }

    private void replay(Journal journal, Optional<Long> from, RecoveryProgress progress) {
        long first = from.orElseGet(journal::firstLsn);
        long records = journal.nextLsn() - first;
        if (records < 0) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the newest checkpoint follows record " + (first - 1) + " of the journal, which ends with record "
                            + (journal.nextLsn() - 1) + ": records are missing; restore a backup");
        }
        try (JournalReader reader = journal.read(first)) {
            while (reader.advance()) {
                progress.at(reader.lsn() - first, records);
                read(reader);
            }
        }
        progress.at(records, records);
    }

    private void read(JournalReader reader) {
        if (reader.type() == RecordType.CHECKPOINT) {
            return;
        }
        try {
            HistoryReader.read(reader, this);
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
    public void defined(DefinitionText text) {
        try (Session session = service.open("recovery", text.settings())) {
            session.execute(session.prepare(text.text()), List.of(), 0);
        }
    }

    @Override
    public void removed(List<String> names) {
        definitions.exclusively(Cancellation.NEVER, () -> {
            Definitions.Version next = definitions.current();
            for (String name : names) {
                next = next.without(RelationName.parse(name));
            }
            definitions.publish(next);
            return null;
        });
        driver.drop(names);
    }

    @Override
    public void failed(String query, MillraceException cause) {
        replay.failed(query, cause);
    }

    @Override
    public void paused(String query) {
        replay.paused(query);
    }

    @Override
    public void joined(String query) {
        replay.joined(query);
    }

    @Override
    public void passed(String input, List<Split> splits, boolean ended, long timestamp) {
        replay.passed(input, splits, ended, timestamp);
    }

    @Override
    public void counted(String input, List<Split> splits, long rows, long rejected) {
        replay.counted(input, splits, rows, rejected);
    }

    @Override
    public void clock(boolean manual, long millis) {
        replay.clock(manual, millis);
    }

    @Override
    public void batch(BatchPlan plan, BatchCommit commit) {
        replay.batch(plan, commit);
    }

    @Override
    public void sinkRows(String sink, long number, List<Page> rows) {
        replay.sinkRows(sink, number, rows);
    }

    @Override
    public void sinkDone(String sink, long number) {
        replay.sinkDone(sink, number);
    }
}
