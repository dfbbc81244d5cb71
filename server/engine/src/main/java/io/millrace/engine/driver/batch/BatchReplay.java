package io.millrace.engine.driver.batch;

import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Runs batches again that were written down, as they were then. What cannot be read any more costs the queries that need it: they fail, and
 * so does a table; so does a query that gives other rows than it gave then. All others go on. Used by the driver's thread.
 */
final class BatchReplay {

    private static final Given NOTHING = DeltaDigest.of(0, List.of());

    private final Engine engine;
    private final ScanThreads threads;
    private final BatchClock clock;
    private final Relations relations;
    private final Chronicle chronicle;
    private final BiConsumer<RunningQuery, Throwable> noticeFailure;
    private BiConsumer<String, MillraceException> failBeside = (table, error) -> {};
    private final EarlyRows early = new EarlyRows();

    /** @param noticeFailure is told of queries that cannot go on */
    BatchReplay(
            Engine engine,
            ScanThreads threads,
            BatchClock clock,
            Relations relations,
            Chronicle chronicle,
            BiConsumer<RunningQuery, Throwable> noticeFailure) {
        this.engine = engine;
        this.threads = threads;
        this.clock = clock;
        this.relations = relations;
        this.chronicle = chronicle;
        this.noticeFailure = noticeFailure;
    }

    EarlyRows early() {
        return early;
    }

    /** Runs a batch up to where it is committed. */
    BatchRun run(BatchPlan plan, BatchCommit commit) {
        clock.moveTo(plan.timestamp());
        PlannedBatch planned = PlannedBatch.again(plan, clock.nanos(), relations, early);
        Map<Input, PlannedBatch.Part> gone = new HashMap<>();
        planned.inputs().forEach((input, part) -> {
            if (input.lost().isPresent()) {
                gone.put(input, part);
            }
        });
        while (true) {
            BatchRun batch = new BatchRun(relations, planned.without(gone.keySet()));
            try {
                batch.read(new ScanRun(engine, threads, relations, batch.planned()));
                gone.forEach(batch::pass);
                batch.takePushed();
                chronicle.stand(commit.times());
                batch.runQueries();
                chronicle.replayed();
                commit.given().ifPresent(given -> compare(batch, given));
                return batch;
            } catch (ScanRun.ReadFailure e) {
                batch.abort(e.error());
                e.causes().forEach((input, cause) -> {
                    giveUp(input, cause);
                    gone.put(input, planned.inputs().get(input));
                });
            } catch (RuntimeException | Error e) {
                batch.abort(e);
                throw e;
            }
        }
    }

    /**
     * Lets queries fail that do not give what they gave then, rather than go on from something else. What reads a query that has failed
     * meanwhile cannot give the same, which is no fault of its own; but a sink must not get less than it was promised.
     */
    private void compare(BatchRun batch, Map<String, Given> then) {
        Map<RunningQuery, List<Page>> now = batch.given();
        Set<String> apart = new HashSet<>();
        for (RunningQuery query : List.copyOf(relations.queries())) {
            boolean excused = query.query().output() != Query.Output.SINK
                    && query.sources().stream().anyMatch(source -> apart.contains(source.relation()));
            if (excused || chronicle.hasFailedAgain(query)) {
                apart.add(query.name());
            } else if (query.takesPart()) {
                Given before = then.getOrDefault(query.name(), NOTHING);
                Given after = DeltaDigest.of(0, now.getOrDefault(query, List.of()));
                if (!after.hasRowsOf(before)) {
                    apart.add(query.name());
                    batch.leaveOut(query);
                    fail(query, before.differsFrom(after, batch.time().batch()));
                }
            }
        }
    }

    /** The rows for sinks that come of a batch, under the numbers that they had. */
    Map<String, OutboxRows> forSinks(BatchRun batch, BatchCommit commit) {
        Map<String, Given> then =
                commit.given().<Map<String, Given>>map(given -> given).orElse(Map.of());
        Map<String, OutboxRows> rows = new HashMap<>();
        batch.given().forEach((query, pages) -> {
            Given given = then.get(query.name());
            if (given != null && query.query().output() == Query.Output.SINK) {
                TypedPages typed = new TypedPages(query.query().root().rowType(), pages);
                rows.put(query.name(), new OutboxRows(given.number(), typed));
            }
        });
        return rows;
    }

    private void fail(RunningQuery query, MillraceException error) {
        query.fail(error);
        noticeFailure.accept(query, error);
        chronicle.failedAgain(query, error);
    }

    /** Lets the queries fail that need what cannot be read. */
    private void giveUp(Input input, Throwable cause) {
        MillraceException error = input.health().error(cause);
        boolean table = input.definition().table();
        if (table) {
            input.lose(error);
            failBeside.accept(input.name(), error);
        }
        Stream<RunningQuery> readers = table
                ? relations.queries().stream().filter(query -> query.reads(input.name()))
                : relations.shared(input).readings().stream().map(Relations.Reading::query);
        readers.distinct().toList().forEach(query -> fail(query, error));
    }

    /** @param listener is told of tables that cannot be read: also what reads them beside the batches fails */
    void failBeside(BiConsumer<String, MillraceException> listener) {
        failBeside = listener;
    }
}
