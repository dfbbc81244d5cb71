package io.millrace.session.system;

import io.millrace.engine.batch.BatchTotals;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.journal.status.JournalStatus;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.measure.Measures;
import io.millrace.session.measure.Metric;
import io.millrace.session.running.Executions;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Reads how the server stands: batches, memory, journal, checkpoints, sessions and statements; {@link RelationMeasures} what is defined.
 */
public final class ServerMeasures {

    private final Driver driver;
    private final Executions executions;
    private final IntSupplier sessions;
    private final ServerMemory memory;
    private final Checkpoints checkpoints;

    /** @param sessions how many are open */
    public ServerMeasures(
            Driver driver, Executions executions, IntSupplier sessions, ServerMemory memory, Checkpoints checkpoints) {
        this.driver = driver;
        this.executions = executions;
        this.sessions = sessions;
        this.memory = memory;
        this.checkpoints = checkpoints;
    }

    public Measures now() {
        Measures measures = new Measures();
        batches(measures);
        new RelationMeasures(driver, measures).read();
        checkpoints.journal().ifPresent(journal -> journal(measures, journal));
        checkpoints(measures);
        memory(measures);
        measures.add(Metric.SESSIONS, sessions.getAsInt());
        measures.add(Metric.STATEMENTS_RUNNING, executions.all().size());
        measures.add(Metric.STATEMENTS_DURATION, executions.counts().durations());
        executions
                .counts()
                .failures()
                .forEach((code, count) -> measures.add(Metric.STATEMENTS_FAILED, count, code.name()));
        return measures;
    }

    private void batches(Measures measures) {
        BatchTotals totals = driver.batchTotals();
        measures.add(Metric.BATCHES_ROWS, totals.rows());
        measures.add(Metric.BATCHES_WRITTEN, totals.bytes());
        measures.add(Metric.BATCHES_DURATION, totals.plan(), "plan");
        measures.add(Metric.BATCHES_DURATION, totals.execute(), "execute");
        measures.add(Metric.BATCHES_DURATION, totals.commit(), "commit");
        measures.add(Metric.BATCHES_DURATION, totals.publish(), "publish");
        measures.add(Metric.BATCH_NUMBER, driver.published().batch());
        measures.add(Metric.BATCH_TIME, driver.published().timestamp() / 1e3);
    }

    private static void journal(Measures measures, JournalStatus journal) {
        measures.add(Metric.JOURNAL_BYTES, journal.bytes());
        measures.add(Metric.JOURNAL_UNSYNCED, journal.unsyncedBytes());
        measures.add(Metric.JOURNAL_FSYNCS, journal.fsyncs());
        measures.add(Metric.JOURNAL_FSYNC_TIME, journal.fsyncTotal().toNanos() / 1e9);
        measures.add(Metric.JOURNAL_FSYNC_RECENT, journal.fsyncP50().toNanos() / 1e9, "0.5");
        measures.add(Metric.JOURNAL_FSYNC_RECENT, journal.fsyncP99().toNanos() / 1e9, "0.99");
        measures.add(Metric.JOURNAL_RESERVE, journal.reserved() ? 1 : 0);
    }

    private void checkpoints(Measures measures) {
        measures.add(Metric.CHECKPOINT_DURATION, checkpoints.durations());
        checkpoints.taken().stream().findFirst().ifPresent(last -> {
            measures.add(Metric.CHECKPOINT_TIME, last.takenAt() / 1e3);
            measures.add(Metric.CHECKPOINT_WRITTEN, last.bytes());
            measures.add(Metric.CHECKPOINT_STATE, last.stateBytes());
            measures.add(Metric.CHECKPOINT_STALL, last.stallNanos() / 1e9);
        });
    }

    private void memory(Measures measures) {
        for (MemoryBudget.Holder holder : MemoryBudget.Holder.values()) {
            measures.add(Metric.MEMORY, memory.used(holder), holder.name().toLowerCase(Locale.ROOT));
        }
        measures.add(Metric.MEMORY_LIMIT, memory.limit());
    }
}
