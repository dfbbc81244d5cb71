package io.millrace.engine.driver.batch;

import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.input.Input;
import io.millrace.engine.owed.OwedBatch;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
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
    private final Waiting waiting;
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
            Waiting waiting,
            BiConsumer<RunningQuery, Throwable> noticeFailure) {
        this.engine = engine;
        this.threads = threads;
        this.clock = clock;
        this.relations = relations;
        this.chronicle = chronicle;
        this.waiting = waiting;
        this.noticeFailure = noticeFailure;
    }

    EarlyRows early() {
        return early;
    }

    /**
     * All batches were run again: rows of queries that never came into being are worth nothing, and shall not be taken for those of others
     * that come with the same names.
     */
    void end() {
        Set<String> owners = early.forgetAll();
        if (!owners.isEmpty()) {
            chronicle.history().removed(List.copyOf(owners));
        }
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
            BatchRun batch =
                    new BatchRun(relations, planned.without(gone.keySet()).withoutAll(waiting::holds));
            try {
                batch.read(new ScanRun(engine, threads, relations, batch.planned()));
                gone.forEach(batch::pass);
                batch.takePushed();
                chronicle.stand(waiting.others(commit.times()));
                batch.runQueries();
                chronicle.replayed();
                commit.given().ifPresent(given -> compare(relations, batch, given, query -> !waiting.isTold(query)));
                waiting.note(batch, commit.times(), commit.given());
                return batch;
            } catch (ScanRun.ReadFailure e) {
                batch.abort(e.error());
                e.causes().forEach((input, cause) -> {
                    if (isThereNoMore(cause)) {
                        giveUp(relations, input, cause);
                        gone.put(input, planned.inputs().get(input));
                    } else {
                        input.health().readFailed(cause);
                        waiting.begin(input, plan.batch());
                    }
                });
            } catch (RuntimeException | Error e) {
                batch.abort(e);
                throw e;
            }
        }
    }

    /** Whether there is no sense in waiting for what could not be read. */
    private static boolean isThereNoMore(Throwable cause) {
        return cause instanceof OutOfMemoryError
                || (cause instanceof MillraceException known && known.code() == ErrorCode.SOURCE_GONE);
    }

    /**
     * Runs the oldest batch that is owed to those that wait, up to where it is committed; they take part in it until {@link BatchRun#rest}.
     *
     * @param version the number of the batch with which others see what comes of it
     * @param away is told of sources that cannot be read still: then the batch is owed as before, and the answer is empty
     */
    Optional<BatchRun> runOwed(OwedBatch owed, long version, BiConsumer<Input, Throwable> away) {
        Relations part = waiting.part(owed);
        PlannedBatch planned = PlannedBatch.again(there(owed.plan()), clock.nanos(), relations, early);
        Map<Input, PlannedBatch.Part> gone = new HashMap<>();
        while (true) {
            Predicate<Input> own = input -> waiting.isOwn(input, owed);
            BatchRun batch = new BatchRun(part, planned.without(gone.keySet()), version, own);
            try {
                batch.read(new ScanRun(engine, threads, part, batch.planned(), own));
                gone.forEach(batch::pass);
                batch.takePushed();
                part.inputs().forEach(input -> stand(input, owed));
                batch.presume(owed.commit().outboxes());
                batch.runQueries();
                owed.commit().given().ifPresent(given -> compare(part, batch, given, given::containsKey));
                return Optional.of(batch);
            } catch (ScanRun.ReadFailure e) {
                batch.abort(e.error());
                Map<Input, Throwable> later = new HashMap<>();
                e.causes().forEach((input, cause) -> {
                    if (isThereNoMore(cause)) {
                        giveUp(part, input, cause);
                        gone.put(input, planned.inputs().get(input));
                    } else {
                        later.put(input, cause);
                    }
                });
                if (!later.isEmpty()) {
                    batch.rest(); // before anybody looks at who reads these
                    later.forEach(away);
                    return Optional.empty();
                }
            } catch (RuntimeException | Error e) {
                batch.abort(e);
                batch.rest();
                throw e;
            }
        }
    }

    /** Without what was dropped meanwhile. */
    private BatchPlan there(BatchPlan plan) {
        Map<String, InputPlan> inputs = new HashMap<>(plan.inputs());
        inputs.keySet().removeIf(name -> relations.input(name) == null);
        return new BatchPlan(plan.batch(), plan.timestamp(), plan.epoch(), plan.seed(), inputs, Map.of());
    }

    private static void stand(Input input, OwedBatch owed) {
        InputTime time = owed.commit().times().get(input.name());
        if (time != null && input.definition().watermark().isPresent()) {
            input.watermarks()
                    .stand(time.watermark(), time.silent(), input.reading().isPresent());
        }
    }

    /**
     * Lets queries fail that do not give what they gave then, rather than go on from something else. What reads a query that has failed
     * meanwhile cannot give the same, which is no fault of its own; but a sink must not get less than it was promised.
     */
    private void compare(Relations running, BatchRun batch, Map<String, Given> then, Predicate<String> ranThen) {
        Map<RunningQuery, List<Page>> now = batch.given();
        Set<String> apart = new HashSet<>();
        for (RunningQuery query : List.copyOf(running.queries())) {
            boolean excused = query.query().output() != Query.Output.SINK
                    && query.sources().stream().anyMatch(source -> apart.contains(source.relation()));
            if (excused || chronicle.hasFailedAgain(query)) {
                apart.add(query.name());
            } else if (query.takesPart() && ranThen.test(query.name())) {
                Given before = then.getOrDefault(query.name(), NOTHING);
                Given after = DeltaDigest.of(0, now.getOrDefault(query, List.of()), before.form());
                if (!after.hasRowsOf(before)) {
                    apart.add(query.name());
                    batch.leaveOut(query);
                    fail(query, before.differsFrom(after, batch.time().batch()));
                }
            }
        }
    }

    /** The rows for sinks that come of a batch, under the numbers that they had; of one that is run again for the first time. */
    Map<RunningQuery, OutboxRows> forSinks(BatchRun batch, BatchCommit commit) {
        return forSinks(batch, commit, query -> !waiting.isTold(query));
    }

    /** The same for a batch that was owed; those that had not run it get its rows under new numbers. */
    Map<RunningQuery, OutboxRows> forSinks(BatchRun batch, OwedBatch owed) {
        return forSinks(batch, owed.commit(), owed::wasRunBy);
    }

    private static Map<RunningQuery, OutboxRows> forSinks(
            BatchRun batch, BatchCommit commit, Predicate<String> ranThen) {
        Map<String, Given> then =
                commit.given().<Map<String, Given>>map(given -> given).orElse(Map.of());
        Map<RunningQuery, OutboxRows> rows = new LinkedHashMap<>();
        batch.given().forEach((query, pages) -> {
            Given given = then.get(query.name());
            boolean ran = ranThen.test(query.name());
            if ((given != null || !ran) && query.query().output() == Query.Output.SINK) {
                TypedPages typed = new TypedPages(query.query().root().rowType(), pages);
                long number = given != null && ran
                        ? given.number()
                        : query.numberFor(batch.time().batch());
                rows.put(query, new OutboxRows(number, typed));
            }
        });
        return rows;
    }

    static Map<String, OutboxRows> byName(Map<RunningQuery, OutboxRows> rows) {
        Map<String, OutboxRows> byName = new LinkedHashMap<>();
        rows.forEach((query, given) -> byName.put(query.name(), given));
        return byName;
    }

    private void fail(RunningQuery query, MillraceException error) {
        query.fail(error);
        noticeFailure.accept(query, error);
        chronicle.failedAgain(query, error);
    }

    /** Lets the queries fail that need what cannot be read. */
    private void giveUp(Relations running, Input input, Throwable cause) {
        MillraceException error = input.health().error(cause);
        boolean table = input.definition().table();
        if (table) {
            input.lose(error);
            failBeside.accept(input.name(), error);
        }
        Stream<RunningQuery> readers = table
                ? running.queries().stream().filter(query -> query.reads(input.name()))
                : running.shared(input).readings().stream().map(Relations.Reading::query);
        readers.distinct().toList().forEach(query -> fail(query, error));
    }

    /** @param listener is told of tables that cannot be read: also what reads them beside the batches fails */
    void failBeside(BiConsumer<String, MillraceException> listener) {
        failBeside = listener;
    }
}
