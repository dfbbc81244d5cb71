package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs the query of a backfill over what it has to catch up with, piece by piece: for the first time, or as was written down. Used by the
 * thread that catches up, or by the driver's while that does nothing.
 */
final class CatchingUp {

    /** A piece that is fed to the query, which has not finished it. */
    private record Fed(Piece piece, BatchRows read) {}

    private final RunningQuery query;
    private final Surroundings server;
    private final BackfillInputs inputs;
    private final Optional<Collected> collected;
    private final BooleanSupplier wanted;
    /** Empty but between the two halves of a piece that is read again. */
    private Optional<Fed> unfinished = Optional.empty();

    /** A piece that is fixed and could not be read: it has to be read before any other. */
    private Optional<Piece> unread = Optional.empty();

    private boolean readAgain;
    private Optional<PiecePlan> mustRead = Optional.empty();

    /**
     * @param collected takes what the query gives, unless its target does
     * @param wanted whether the query still has to catch up
     */
    CatchingUp(
            RunningQuery query,
            Surroundings server,
            BackfillInputs inputs,
            Optional<Collected> collected,
            BooleanSupplier wanted) {
        this.query = query;
        this.server = server;
        this.inputs = inputs;
        this.collected = collected;
        this.wanted = wanted;
    }

    /** It had read this of sources when it caught up first, before a restart: it is not to go on without any of it. */
    void mustRead(Optional<PiecePlan> then) {
        mustRead = then;
    }

    /** Whether a piece is fixed and not finished. */
    boolean isWithinPiece() {
        return unfinished.isPresent() || unread.isPresent();
    }

    /**
     * Runs the query over the next piece; after a source has failed, over the same once more.
     *
     * @throws MillraceException SOURCE_FAILED when it cannot be read; the query is as it was before
     */
    void step() {
        step(unread.isPresent() ? Map.of() : inputs.discover());
    }

    private void step(Map<String, Discovery> found) {
        if (unread.isEmpty()) {
            unread = Optional.of(server.plan(query, wanted, () -> inputs.plan(found), inputs::written));
        }
        Fed fed = feed(unread.get());
        unread = Optional.empty();
        finish(fed);
    }

    /** Once nothing is left to read: what sources do not offer any more, and time. */
    void end() {
        readMissing();
        catchUpWithTime();
    }

    /** Reads what sources do not offer any more, and fails with their error when they do not have it. */
    private void readMissing() {
        Map<String, Discovery> missing = mustRead.map(inputs::missing).orElse(Map.of());
        if (!missing.isEmpty() && !query.failed()) {
            step(missing);
        }
    }

    /** Lets time come as far as for the others, which may have been moved without rows. */
    private void catchUpWithTime() {
        if (inputs.isBehindInTime() && !query.failed()) {
            step();
        }
    }

    /** Reads a piece again that was written down. Driver's thread, while batches are run again. */
    void feedAgain(PiecePlan plan) {
        readAgain = true;
        tryAgain(() -> unfinished = Optional.of(feed(inputs.again(plan))));
    }

    /**
     * Finishes the piece, when it is written down that this was done.
     *
     * @param then what it gave then, unless its rows were written down: the query fails when it gives anything else
     * @return what it gives
     */
    List<Page> finishAgain(Map<String, Long> reached, Optional<Given> then) {
        Optional<Fed> fed = unfinished;
        unfinished = Optional.empty();
        List<Page> rows = new ArrayList<>();
        tryAgain(() -> fed.ifPresent(read -> {
            rows.addAll(finish(read, reached));
            inputs.closeAgain(reached);
            then.ifPresent(given -> compare(given, rows, read.piece().time()));
        }));
        return rows;
    }

    private static void compare(Given then, List<Page> rows, BatchTime time) {
        Given now = DeltaDigest.of(then.number(), rows);
        if (!now.hasRowsOf(then)) {
            throw then.differsFrom(now, time.batch());
        }
    }

    /** Finishes the piece after which the journal ends. */
    void finishLast() {
        unfinished.ifPresent(this::finish);
        unfinished = Optional.empty();
    }

    /** Catches up with all there is, where it was not written down in which pieces that was done. */
    void catchUpAgain() {
        if (readAgain) {
            return;
        }
        tryAgain(() -> {
            while (!query.failed() && !inputs.caughtUp()) {
                step();
            }
            end();
        });
    }

    private void tryAgain(Runnable work) {
        try {
            if (!query.failed()) {
                work.run();
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
    }

    private Fed feed(Piece next) {
        BatchRows read = new BatchRows();
        query.begin(next.time(), inputs.closed());
        try {
            inputs.feed(next, read);
        } catch (RuntimeException e) {
            query.abort(e);
            throw e;
        }
        return new Fed(next, read);
    }

    private void finish(Fed fed) {
        Map<String, Long> reached = inputs.reached(fed.piece());
        finish(fed, reached);
        inputs.close(reached);
    }

    private List<Page> finish(Fed fed, Map<String, Long> reached) {
        Optional<DeployedQuery.Result> result = query.finish(reached);
        result.ifPresent(given -> take(fed.piece().time(), reached, given, fed.read()));
        return result.map(DeployedQuery.Result::delta).orElse(List.of());
    }

    /** The result of a piece: visible to nobody before the query joins, but to a client that waits for it. */
    private void take(BatchTime time, Map<String, Long> reached, DeployedQuery.Result result, BatchRows read) {
        collected.ifPresentOrElse(
                rows -> rows.add(result.delta()),
                () -> query.target().apply(time.batch(), result.delta(), query.watermark()));
        if (!result.rejected().isEmpty()) {
            query.target().reject(result.rejected().get(0));
        }
        query.commit();
        if (collected.isEmpty()) {
            server.give(query, wanted, reached, time.batch(), result.delta());
        }
        giveSides(time, result, read);
    }

    /** Only after it is written down that the piece was run: batches that take these rows come later, also after a restart. */
    private void giveSides(BatchTime time, DeployedQuery.Result result, BatchRows read) {
        if (!result.rejected().isEmpty()) {
            List<RejectedRow> rejected = result.rejected();
            server.side(query, SideRelations.ERRORS, SideRows.errors(time, rejected));
        }
        if (!result.late().isEmpty() && query.lateTracing() != null) {
            query.lateTracing()
                    .trace(time, result.late(), read)
                    .forEach(page -> server.side(query, SideRelations.LATE, page));
        }
    }
}
