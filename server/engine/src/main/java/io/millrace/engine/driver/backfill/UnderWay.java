package io.millrace.engine.driver.backfill;

import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a view or derived stream that waited does again beside the batches, or has begun to do; one at a time. Used by the driver's thread. */
final class UnderWay {

    private final Relations relations;
    private final DriverThread driver;
    private final Executor threads;
    private Optional<Backfill> begun = Optional.empty();
    private boolean busy;

    UnderWay(Relations relations, DriverThread driver, Executor threads) {
        this.relations = relations;
        this.driver = driver;
        this.threads = threads;
    }

    Optional<Backfill> any() {
        return begun;
    }

    boolean isBusy() {
        return busy;
    }

    void forget() {
        begun = Optional.empty();
    }

    /** What a query has begun, or else begins. */
    Backfill of(RunningQuery query, Supplier<Backfill> made) {
        return begun.filter(known -> known.query() == query).orElseGet(made);
    }

    /**
     * Does all of it.
     *
     * @param ended is told by the driver's thread, with what cannot be read when a source is away; not when the query is gone by then
     */
    void run(Backfill backfill, OwedMoment moment, Consumer<Optional<RuntimeException>> ended) {
        backfill.pieces().mustRead(Optional.of(moment.then()));
        begun = Optional.of(backfill);
        busy = true;
        threads.execute(() -> {
            Optional<RuntimeException> away = Optional.empty();
            try {
                backfill.runThen();
            } catch (MillraceException e) {
                if (e.code() == ErrorCode.SOURCE_FAILED) {
                    away = Optional.of(e);
                } else {
                    backfill.query().fail(e);
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                backfill.query().fail(e);
            } finally {
                Optional<RuntimeException> cause = away;
                driver.submit(() -> ended(backfill, cause, ended));
            }
        });
    }

    private void ended(Backfill backfill, Optional<RuntimeException> away, Consumer<Optional<RuntimeException>> ended) {
        busy = false;
        boolean there = relations.query(backfill.query().name()) == backfill.query();
        if (there && away.isPresent() && backfill.pieces().hasBegun()) {
            ended.accept(away); // it goes on with what is left
            return;
        }
        begun = Optional.empty();
        if (!there) {
            backfill.close();
            return;
        }
        if (away.isPresent()) {
            backfill.server().end();
        }
        ended.accept(away);
    }
}
