package io.millrace.engine.driver.backfill;

import io.millrace.dstream.Source;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.query.RunningQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How backfills end: their queries join the others, or have failed. Used by the driver's thread. */
final class BackfillEnds {

    private final Relations relations;
    private final BatchCoordinator coordinator;

    BackfillEnds(Relations relations, BatchCoordinator coordinator) {
        this.relations = relations;
        this.coordinator = coordinator;
    }

    /** Lets the query take part in the batches, and writes that down; {@link BatchCoordinator#joined} is left to the caller. */
    void join(Backfill backfill) {
        RunningQuery query = backfill.query();
        backfill.join();
        boolean successor = Relations.isSuccessor(query.name());
        if (query.query().output().isStanding() && (successor || !Backfills.isOfSink(query))) {
            backfill.inputs()
                    .readOfSources()
                    .ifPresent(read -> coordinator.history().piece(query.name(), read));
        }
        Optional<DefinitionText> text = backfill.takeText();
        if (!Backfills.isOfSink(query)) {
            text.ifPresent(coordinator.history()::defined);
        } else if (!successor) {
            coordinator.history().joined(query.name());
        }
        if (query.carries()) {
            relations.changed();
            coordinator.runForCarried();
        }
        republish(query);
    }

    /** @param again whether batches are run again, and it had not failed then: it is defined nevertheless */
    void fail(Backfill backfill, Throwable failure, boolean again) {
        RunningQuery query = backfill.query();
        if (again) {
            backfill.done().complete(null);
        }
        boolean told = backfill.fail(failure);
        if (backfill.isAgain()) {
            query.closeState();
            Optional.ofNullable(relations.query(query.name()))
                    .filter(unused -> again)
                    .ifPresent(before -> coordinator.failures().onlyNow(before, failure));
            return;
        }
        query.resume();
        if (!told) {
            relations.add(query); // to be seen as failed
        }
        coordinator.failures().notice(query, failure);
        if (again) {
            coordinator.failures().onlyNow(query, failure);
        }
    }

    /** Shows how a query stands, and what it reads. */
    void republish(RunningQuery query) {
        List<String> names =
                new ArrayList<>(query.sources().stream().map(Source::relation).toList());
        names.add(query.name());
        coordinator.republish(names);
    }
}
