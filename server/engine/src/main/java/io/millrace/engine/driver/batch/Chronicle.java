package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.history.History;
import io.millrace.engine.query.QueryFailure;
import io.millrace.engine.query.RunningQuery;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Writes batches and what goes wrong in them into the {@link History}. Used by the driver's thread. */
final class Chronicle {

    private final Relations relations;
    private final InputTimes times;
    private final Set<RunningQuery> failed = Collections.newSetFromMap(new WeakHashMap<>());
    private final Map<RunningQuery, Throwable> failedAgain = new LinkedHashMap<>();
    private volatile History history = History.NONE;

    Chronicle(Relations relations) {
        this.relations = relations;
        this.times = new InputTimes(relations);
    }

    public History history() {
        return history;
    }

    public void history(History kept) {
        history = kept;
        failedAgain.forEach(this::writeFailure);
        failedAgain.clear();
    }

    /**
     * Writes a batch down that has run, and asks for it to be made durable: from then on it counts, and nothing may be seen of it before.
     *
     * @return until where the history has to be durable for that
     */
    public long write(BatchRun batch) {
        if (!history.isKept()) {
            return history.request();
        }
        relations.queries().stream()
                .filter(query -> !query.suspended())
                .forEach(query -> query.failure().ifPresent(failure -> writeFailure(query, failure)));
        Map<String, Given> given = new HashMap<>();
        batch.given()
                .forEach((query, pages) -> given.put(
                        query.name(),
                        DeltaDigest.of(query.numberFor(batch.time().batch()), pages)));
        long before = history.writtenBytes();
        history.batch(batch.plan(), BatchCommit.of(times.of(batch.changed()), given));
        batch.times().written(history.writtenBytes() - before);
        times.written();
        return history.request();
    }

    /** Writes down that a query has failed, once. */
    void writeFailure(RunningQuery query, Throwable failure) {
        if (query.query().output().isStanding() && failed.add(query)) {
            history.failed(query.name(), QueryFailure.lasting(failure));
        }
    }

    /** It is written down already that a query has failed. */
    void knowsFailure(RunningQuery query) {
        failed.add(query);
    }

    /** A query has failed while batches are run again, which it had not then: that is written down once there is a history. */
    void failedAgain(RunningQuery query, Throwable failure) {
        if (!history.isKept()) {
            failed.remove(query);
        }
        failedAgain.put(query, failure);
    }

    /** Whether a query, as batches are run again, has failed that had not then. */
    boolean hasFailedAgain(RunningQuery query) {
        return failedAgain.containsKey(query);
    }

    /** Lets inputs stand as they stood in a batch that is run again. */
    public void stand(Map<String, InputTime> told) {
        times.set(told);
    }

    /** A batch was run again. */
    void replayed() {
        times.written();
    }
}
