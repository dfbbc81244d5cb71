package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Runs batches again that were written down, as they were then. What cannot be read any more costs the queries that need it: they fail, and
 * so does a table; all others go on. Used by the driver's thread.
 */
final class BatchReplay {

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
        readers.distinct().toList().forEach(query -> {
            query.fail(error);
            noticeFailure.accept(query, error);
            chronicle.failedAgain(query, error);
        });
    }

    /** @param listener is told of tables that cannot be read: also what reads them beside the batches fails */
    void failBeside(BiConsumer<String, MillraceException> listener) {
        failBeside = listener;
    }
}
