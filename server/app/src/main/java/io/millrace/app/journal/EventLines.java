package io.millrace.app.journal;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.ChangePlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.LandedStatement;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.HistoryEvents;
import io.millrace.engine.history.HistoryReader;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what the records of a server's history mean. */
final class EventLines implements HistoryEvents, RecordPrinter {

    private final List<String> lines = new ArrayList<>();

    @Override
    public List<String> lines(JournalReader record) {
        lines.clear();
        if (record.type() == RecordType.CHECKPOINT) {
            lines.add("checkpoint " + record.payload().takeCount());
            return List.copyOf(lines);
        }
        try {
            HistoryReader.read(record, this);
        } catch (MillraceException e) {
            lines.add("cannot be read: " + e.getMessage());
        }
        return List.copyOf(lines);
    }

    @Override
    public void defined(DefinitionText text) {
        text.text().lines().forEach(lines::add);
        if (!text.settings().isEmpty()) {
            lines.add("with " + text.settings());
        }
    }

    @Override
    public void removed(List<String> names) {
        lines.add("dropped " + String.join(", ", names));
    }

    @Override
    public void landing(List<String> names) {
        lines.add(
                names.isEmpty()
                        ? "nothing is being made together any more"
                        : "to be made together: " + String.join(", ", names));
    }

    @Override
    public void failed(String query, MillraceException cause) {
        lines.add("\"" + query + "\" failed: " + cause.getMessage());
    }

    @Override
    public void paused(String query) {
        lines.add("\"" + query + "\" pauses");
    }

    @Override
    public void joined(String query) {
        lines.add("\"" + query + "\" has caught up");
    }

    @Override
    public void waiting(Set<String> names) {
        lines.add(String.join(", ", names) + " wait for a source");
    }

    @Override
    public void resumed(Set<String> names) {
        lines.add(String.join(", ", names) + " have run all batches");
    }

    @Override
    public void passed(String input, List<Split> splits, boolean ended, long timestamp) {
        lines.add("\"" + input + "\" moves on by " + splits.size() + " splits" + (ended ? " and ends" : ""));
    }

    @Override
    public void counted(String input, List<Split> splits, long rows, long rejected) {
        lines.add("\"" + input + "\": " + rows + " rows and " + rejected + " bad records were read beside the batches");
    }

    @Override
    public void partitions(int number) {
        lines.add("queries made from here on have " + number + " partitions");
    }

    @Override
    public void clock(boolean manual, long millis) {
        lines.add("the clock " + (manual ? "stands at " : "runs from ") + Instant.ofEpochMilli(millis));
    }

    @Override
    public void batch(BatchPlan plan, BatchCommit commit) {
        lines.add("batch " + plan.batch() + " of " + Instant.ofEpochMilli(plan.timestamp()));
        plan.inputs().forEach((name, input) -> lines.add(name + ": " + taken(input)));
        plan.changes().forEach(change -> {
            lines.add("change: " + change(change));
            change.landed().ifPresent(landed -> lines.add(landed(landed)));
        });
        commit.outboxes().forEach(this::given);
        commit.given().ifPresent(given -> given.forEach((name, rows) -> lines.add(given(name, rows))));
    }

    private static String landed(Landed landed) {
        return "what was made together counts from here on, unless the change was refused"
                + (landed.dropped().isEmpty() ? "" : "; dropped " + String.join(", ", landed.dropped()))
                + (landed.altered().isEmpty()
                        ? ""
                        : "; altered by "
                                + landed.altered().stream()
                                        .map(LandedStatement::text)
                                        .collect(Collectors.joining("; ")));
    }

    private static String change(ChangePlan change) {
        return change.relations().entrySet().stream()
                .map(one -> one.getKey() + ": "
                        + (one.getValue().all()
                                ? "all"
                                : one.getValue().removed().rows())
                        + " rows go, " + one.getValue().added().rows() + " come")
                .collect(Collectors.joining("; "));
    }

    private static String given(String query, Given rows) {
        return query + " gives " + rows.rows() + " rows" + (rows.number() > 0 ? " as " + rows.number() : "");
    }

    private static String taken(InputPlan input) {
        long rows = input.pushed().stream()
                .mapToLong(pushed -> pushed.rows().rows())
                .sum();
        return input.splits().size() + " splits, " + rows + " rows, "
                + input.rejected().count() + " bad records";
    }

    @Override
    public void piece(String query, PiecePlan plan) {
        lines.add("\"" + query + "\" catches up with what there is after batch " + plan.batch());
        plan.splits().forEach((name, splits) -> lines.add(name + ": " + splits.size() + " splits"));
        plan.sequences().forEach((name, end) -> lines.add(name + ": rows before " + end));
    }

    @Override
    public void pieceDone(String query, Map<String, InputTime> times, Given given) {
        lines.add(given(query, given));
    }

    @Override
    public void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows) {
        given(sink, rows);
    }

    private void given(String sink, OutboxRows rows) {
        lines.add("sink " + sink + " gets " + rows.rows().rows() + " rows as " + rows.number());
    }

    @Override
    public void sinkDone(String sink, long number) {
        lines.add("sink " + sink + " has everything up to " + number);
    }
}
