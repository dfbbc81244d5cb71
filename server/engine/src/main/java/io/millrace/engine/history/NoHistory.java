package io.millrace.engine.history;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forgets everything. */
final class NoHistory implements History {

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public boolean isKept() {
        return false;
    }

    @Override
    public long request() {
        return 0;
    }

    @Override
    public boolean isSettled(long mark) {
        return true;
    }

    @Override
    public void settle(long mark) {}

    @Override
    public void giveUp(MillraceException cause) {}

    @Override
    public long writtenBytes() {
        return 0;
    }

    @Override
    public void onProgress(Runnable listener) {}

    @Override
    public void defined(DefinitionText text) {}

    @Override
    public void removed(List<String> names) {}

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
    public void batch(BatchPlan plan, BatchCommit commit) {}

    @Override
    public void piece(String query, PiecePlan plan) {}

    @Override
    public void pieceDone(String query, Map<String, InputTime> times, Given given) {}

    @Override
    public void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows) {}

    @Override
    public void sinkDone(String sink, long number) {}
}
