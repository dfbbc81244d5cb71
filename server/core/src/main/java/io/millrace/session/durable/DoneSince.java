package io.millrace.session.durable;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.HistoryEvents;
import io.millrace.engine.history.HistoryReader;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.session.ScriptTraces;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds in the journal what only statements do. */
public final class DoneSince implements HistoryEvents {

    private final Set<String> texts = new HashSet<>();
    private final Set<String> given = new HashSet<>();
    private boolean removed;
    private boolean changed;

    private DoneSince() {}

    /** What statements have left from a record on, as far as the journal goes back. */
    public static ScriptTraces in(Journal journal, long lsn) {
        DoneSince found = new DoneSince();
        long first = Math.max(lsn, journal.firstLsn());
        if (first < journal.nextLsn()) {
            try (JournalReader reader = journal.read(first)) {
                while (reader.advance()) {
                    if (reader.type() != RecordType.CHECKPOINT) {
                        HistoryReader.read(reader, found);
                    }
                }
            }
        }
        return new ScriptTraces(found.texts, found.given, found.removed, found.changed);
    }

    @Override
    public void defined(DefinitionText text) {
        texts.add(text.text());
    }

    @Override
    public void removed(List<String> names) {
        removed = true;
    }

    @Override
    public void batch(BatchPlan plan, BatchCommit commit) {
        changed |= !plan.changes().isEmpty();
        plan.inputs().forEach((name, input) -> {
            if (!input.pushed().isEmpty()) {
                given.add(name);
            }
        });
    }

    @Override
    public void landing(List<String> names) {}

    @Override
    public void failed(String query, MillraceException cause) {}

    @Override
    public void paused(String query) {}

    @Override
    public void joined(String query) {}

    @Override
    public void waiting(Set<String> names) {}

    @Override
    public void resumed(Set<String> names) {}

    @Override
    public void passed(String input, List<Split> splits, boolean ended, long timestamp) {}

    @Override
    public void counted(String input, List<Split> splits, long rows, long rejected) {}

    @Override
    public void partitions(int number) {}

    @Override
    public void clock(boolean manual, long millis) {}

    @Override
    public void piece(String query, PiecePlan plan) {}

    @Override
    public void pieceDone(String query, Map<String, InputTime> times, Given rows) {}

    @Override
    public void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows) {}

    @Override
    public void sinkDone(String sink, long number) {}
}
