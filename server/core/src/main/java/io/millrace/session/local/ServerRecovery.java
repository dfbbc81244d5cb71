package io.millrace.session.local;

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

/**
 * Puts a server back to where it was: does again, in order, all that its journal holds. Definitions are executed as statements, so that they
 * are what they were; batches are run as they were planned.
 *
 * <p>Used once, before anybody is let in. When it is broken off the journal is as it was.
 */
final class ServerRecovery implements HistoryEvents {

    private final SqlService service;
    private final Driver driver;
    private final Definitions definitions;
    private final Replay replay;

    ServerRecovery(SqlService service, Driver driver, Definitions definitions) {
        this.service = service;
        this.driver = driver;
        this.definitions = definitions;
        this.replay = driver.replay();
    }

    /**
     * Does all again and lets the server go on, writing to the journal.
     *
     * @param progress is told how far it has come, now and then
     * @throws MillraceException DATA_DAMAGED, with the record that cannot be done again
     */
    void run(Journal journal, RecoveryProgress progress) {
        driver.beginRecovery(false);
        long first = journal.firstLsn();
        long records = journal.nextLsn() - first;
        try (JournalReader reader = journal.read(first)) {
            while (reader.advance()) {
                progress.at(reader.lsn() - first, records);
                read(reader);
            }
        }
        progress.at(records, records);
        replay.end();
        driver.endRecovery(new JournaledHistory(journal));
    }

    private void read(JournalReader reader) {
        try {
            HistoryReader.read(reader, this);
        } catch (MillraceException | IllegalStateException e) {
            String reason = e instanceof MillraceException known ? known.userMessage() : String.valueOf(e.getMessage());
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "record " + reader.lsn() + " of the journal (" + reader.file().getFileName() + ", offset "
                            + reader.offset() + ") cannot be done again: " + reason,
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
