package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Runs batches again that were written down, as they were then. What a stream has read and cannot be read any more costs the queries that
 * read it: they fail, and all others go on. Used by the driver's thread.
 */
final class BatchReplay {

    private final Engine engine;
    private final ScanThreads threads;
    private final BatchClock clock;
    private final Relations relations;
    private final Chronicle chronicle;
    private final BiConsumer<RunningQuery, Throwable> noticeFailure;
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

    /**
     * Runs a batch up to where it is committed.
     *
     * @throws MillraceException SOURCE_FAILED when what a table has read cannot be read any more: nothing of the batch is there
     */
    BatchRun run(BatchPlan plan, BatchCommit commit) {
        clock.moveTo(plan.timestamp());
        PlannedBatch planned = PlannedBatch.again(plan, clock.nanos(), relations, early);
        Map<Input, PlannedBatch.Part> gone = new HashMap<>();
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
                    giveUp(input, cause, e.error());
                    gone.put(input, planned.inputs().get(input));
                });
            } catch (RuntimeException | Error e) {
                batch.abort(e);
                throw e;
            }
        }
    }

    /** Lets the queries fail that need what cannot be read. */
    private void giveUp(Input input, Throwable cause, RuntimeException first) {
        if (input.definition().table()) {
            throw first;
        }
        RuntimeException error = input.health().error(cause);
        List<Relations.Reading> readings = List.copyOf(relations.shared(input).readings());
        readings.forEach(reading -> {
            reading.query().fail(error);
            noticeFailure.accept(reading.query(), error);
            chronicle.failedAgain(reading.query(), error);
        });
    }
}
