package io.millrace.engine.driver.backfill;

import io.millrace.dstream.Source;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether queries can catch up now with what they read, which may wait for a source. Used by the driver's thread. */
record Readiness(Relations relations, BatchCoordinator coordinator) {

    /** Whether a query that is defined again begins only when it is its turn among what is owed. */
    boolean comesLater(RunningQuery query) {
        return coordinator.isHeld() && coordinator.owed().isReadBy(query);
    }

    /**
     * Refuses that a query catches up with what waits, or takes the place of it. It fails then while statements are executed again, which
     * nobody can correct.
     */
    void check(String name, RunningQuery query) {
        waits(name, query).ifPresent(error -> {
            if (!coordinator.isHeld()) {
                throw error;
            }
            query.fail(error);
            if (relations.query(name) == query) {
                coordinator.failures().notice(query, error);
            }
        });
    }

    private Optional<MillraceException> waits(String name, RunningQuery query) {
        Stream<String> names = query.sources().stream().map(Source::relation);
        String replaced =
                Relations.isSuccessor(name) ? name.substring(0, name.length() - Relations.SUCCESSOR.length()) : name;
        return relations
                .waiting(coordinator.isHeld() ? names : Stream.concat(Stream.of(replaced), names))
                .map(found -> new MillraceException(
                        ErrorCode.SOURCE_FAILED,
                        "\"" + found + "\" waits for a source that cannot be read since the server was started"));
    }
}
