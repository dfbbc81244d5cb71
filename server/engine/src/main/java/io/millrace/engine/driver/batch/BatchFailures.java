package io.millrace.engine.driver.batch;

import io.millrace.engine.input.Input;
import io.millrace.engine.input.SourceReading;
import io.millrace.engine.query.QueryFailure;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.error.MillraceException;
import java.util.function.Consumer;

/**
 * What goes wrong in batches and beside them, and that it stays with whom it concerns: an input is tried again, a query fails, everybody
 * else goes on. Used by the driver's thread.
 */
public final class BatchFailures {

    private final Relations relations;
    private final Chronicle chronicle;
    private final Consumer<String> republish;

    /** @param republish shows how a relation stands now */
    BatchFailures(Relations relations, Chronicle chronicle, Consumer<String> republish) {
        this.relations = relations;
        this.chronicle = chronicle;
        this.republish = republish;
    }

    /** An input could not be read: it is tried again after a while, and everybody else goes on. */
    void notice(Input input, Throwable failure) {
        input.contentRead().completeExceptionally(input.health().readFailed(failure));
        input.reading().ifPresent(SourceReading::forget);
        republish.accept(input.name());
    }

    /** Looks for queries that have failed. */
    public void notice() {
        for (RunningQuery query : relations.queries()) {
            if (!query.suspended()) {
                query.failure().ifPresent(failure -> notice(query, failure));
            }
        }
    }

    /** A query has failed: it stays as it was before the batch that it failed in. */
    public void notice(RunningQuery query, Throwable failure) {
        if (query.noticeFailure()) {
            chronicle.writeFailure(query, failure);
            QueryFailure.tell(query.name(), failure);
            query.abort(failure);
            query.giveUpState();
            query.target().fail(failure);
            relations.changed();
            republish.accept(query.name());
        }
    }

    /** A query fails as it did before, which is written down already. */
    public void asBefore(RunningQuery query, MillraceException failure) {
        query.fail(failure);
        chronicle.knowsFailure(query);
        notice(query, failure);
    }

    /** A query has failed while batches are run again, which it had not then. */
    public void onlyNow(RunningQuery query, Throwable failure) {
        chronicle.failedAgain(query, failure);
    }

    /** Lets the queries fail that lacked the room; false when there are none. */
    boolean giveUpStarved() {
        return relations.queries().stream().filter(RunningQuery::giveUpStarved).count() > 0;
    }
}
