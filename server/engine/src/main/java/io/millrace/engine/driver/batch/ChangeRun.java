package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.Landed;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.ChangeIntake;
import io.millrace.engine.input.Input;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of one batch on their way. Each is checked against what is there after those before it, and made as a whole or refused as a
 * whole; run again on the same rows, the same are refused. Used by the driver's thread.
 */
final class ChangeRun {

    /** Takes what has become of one relation. */
    interface Taker {
        void take(Input input, List<Page> delta, List<RejectedRow> rejected);
    }

    private final Relations relations;
    private final List<Change> changes;
    private final Map<Change, MillraceException> refused = new IdentityHashMap<>();

    ChangeRun(Relations relations, List<Change> changes) {
        this.relations = relations;
        this.changes = changes;
    }

    void run(BatchTime time, long nanos, BatchRows read, Taker taker) {
        changes.forEach(change -> run(change, time, nanos, read, taker));
    }

    private void run(Change change, BatchTime time, long nanos, BatchRows read, Taker taker) {
        try {
            change.check().run();
        } catch (MillraceException e) {
            refused.put(change, e);
            return;
        }
        Map<Input, ChangeIntake> intakes = new LinkedHashMap<>();
        for (Map.Entry<String, Change.Part> part : change.parts().entrySet()) {
            Input input = relations.input(part.getKey());
            if (input == null || !isMeant(input, part.getValue())) {
                refused.put(
                        change,
                        new MillraceException(
                                ErrorCode.RELATION_NOT_FOUND, "\"" + part.getKey() + "\" does not exist any more"));
                return;
            }
            ChangeIntake intake = new ChangeIntake(input, part.getValue().rows());
            Optional<MillraceException> problem = intake.check(time);
            if (problem.isPresent()) {
                refused.put(change, problem.get());
                return;
            }
            intakes.put(input, intake);
        }
        intakes.forEach((input, intake) -> taker.take(input, intake.apply(time, nanos, read), intake.rejected()));
    }

    private static boolean isMeant(Input input, Change.Part part) {
        return part.inbound() == null || part.inbound() == input.inbound();
    }

    /** What lands with a change that is not refused. */
    Optional<Landed> landed() {
        return changes.stream()
                .filter(change -> !refused.containsKey(change))
                .flatMap(change -> change.landed().stream())
                .findFirst();
    }

    /** Tells those who wait that the batch is committed. */
    void settle(long batch) {
        for (Change change : changes) {
            if (refused.containsKey(change)) {
                change.committed().completeExceptionally(refused.get(change));
            } else {
                settle(change, batch);
            }
        }
    }

    private static void settle(Change change, long batch) {
        try {
            change.visible().run();
            change.committed().complete(batch);
        } catch (RuntimeException | Error e) {
            change.committed().completeExceptionally(asError(e));
            throw e;
        }
    }

    /** Tells those who wait that nothing was changed. */
    void fail(Throwable cause) {
        changes.forEach(
                change -> change.committed().completeExceptionally(refused.getOrDefault(change, asError(cause))));
    }

    private static MillraceException asError(Throwable cause) {
        return cause instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.INTERNAL_ERROR, "the batch failed", cause);
    }
}
