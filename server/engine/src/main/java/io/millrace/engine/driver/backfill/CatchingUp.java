package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
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
    private Optional<Fed> readPiece = Optional.empty();

    private boolean readAgain;
    private boolean begun;
    /** Whether the piece that runs was run before: its sink may have its rows, and batches have what it refused. */
    private boolean again;

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

    /** What it is not to go on without any of. */
    Optional<PiecePlan> mustRead() {
        return mustRead;
    }

    /** Whether it has run the query over anything since {@link #restart}. */
    boolean hasBegun() {
        return begun;
    }

    void restart() {
        begun = false;
    }

    /**
     * Runs the query over the next piece.
     *
     * @throws MillraceException SOURCE_FAILED when it cannot be read; the query is as it was before
     */
    void step() {
        long start = System.nanoTime();
        step(inputs.discover());
        inputs.took(System.nanoTime() - start);
    }

    private void step(Map<String, Discovery> found) {
        finish(feed(server.plan(query, wanted, () -> inputs.plan(found), inputs::written)));
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

    /**
     * A piece was about to be read, as was written down; perhaps not the first time, when it could not be read then. Driver's thread, while
     * what was written down is done again.
     *
     * @return false when a source cannot be read: then all is as it was before
     */
    boolean planAgain(PiecePlan plan) {
        readAgain = true;
        takeBack();
        boolean[] read = {true};
        tryAgain(() -> {
            try {
                inputs.mark();
                readPiece = Optional.of(feed(inputs.again(plan)));
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.SOURCE_FAILED) {
                    throw e;
                }
                read[0] = false;
            }
        });
        return read[0];
    }

    /** Runs a piece again from its beginning to its end; empty when a source cannot be read. */
    Optional<List<Page>> runAgain(OwedMoment piece) {
        if (!planAgain(piece.then())) {
            return Optional.empty();
        }
        Map<String, Long> reached = new HashMap<>();
        piece.times().forEach((name, time) -> reached.put(name, time.watermark()));
        return Optional.of(finishAgain(reached, piece.given()));
    }

    /** Whether a piece was read again that is not run to its end yet. */
    boolean isOpen() {
        return readPiece.isPresent();
    }

    /** What was read of a piece and not finished is read anew. */
    void takeBack() {
        readPiece.ifPresent(fed -> {
            query.abort(new MillraceException(ErrorCode.QUERY_CANCELLED, "the piece was not run to its end"));
            inputs.goBack(fed.piece());
        });
        readPiece = Optional.empty();
    }

    /**
     * Runs the piece to its end, when it is written down that this was done.
     *
     * @param then what it gave then, unless its rows were written down: the query fails when it gives anything else
     * @return what it gives
     */
    List<Page> finishAgain(Map<String, Long> reached, Optional<Given> then) {
        Optional<Fed> piece = readPiece;
        readPiece = Optional.empty();
        List<Page> rows = new ArrayList<>();
        tryAgain(() -> piece.ifPresent(fed -> rows.addAll(finishAgain(fed, reached, then))));
        return rows;
    }

    private List<Page> finishAgain(Fed fed, Map<String, Long> reached, Optional<Given> then) {
        again = true;
        List<Page> rows;
        try {
            rows = finish(fed, reached);
        } finally {
            again = false;
        }
        inputs.closeAgain(reached);
        then.ifPresent(given -> compare(given, rows, fed.piece().time()));
        return rows;
    }

    private static void compare(Given then, List<Page> rows, BatchTime time) {
        Given now = DeltaDigest.of(then.number(), rows, then.form());
        if (!now.hasRowsOf(then)) {
            throw then.differsFrom(now, time.batch());
        }
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
            inputs.takeBack(next);
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
        begun = true;
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
        if (collected.isEmpty() && !again) {
            server.give(query, wanted, reached, time.batch(), result.delta());
        }
        if (!again || !server.goesOn()) {
            giveSides(time, result, read);
        }
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
