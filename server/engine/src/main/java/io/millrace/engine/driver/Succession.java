package io.millrace.engine.driver;

import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what was made beside a relation or query take its place and name, at the border between two batches: until then the old one
 * goes on, and when the new one fails it never stopped. Used by the driver's thread.
 */
public final class Succession {

    private static final Logger log = LoggerFactory.getLogger(Succession.class);

    private final Relations relations;
    private final Backfills backfills;
    private final BatchCoordinator coordinator;

    Succession(Relations relations, Backfills backfills, BatchCoordinator coordinator) {
        this.relations = relations;
        this.backfills = backfills;
        this.coordinator = coordinator;
    }

    /** The name that a successor has while it is made. */
    static String nameOf(String name) {
        return name + Relations.SUCCESSOR;
    }

    /**
     * Replaces the old by the new.
     *
     * @param old its name
     * @param name that of the new one, which may be the same
     * @param drop removes a query or input with that name; what goes wrong with the old one does not harm the new
     * @param visible makes the new one visible, once nothing can fail any more
     * @throws MillraceException what made the new one fail; the old one is as it was
     */
    void replace(String old, String name, List<Consumer<String>> drop, Runnable visible) {
        Optional.ofNullable(relations.query(nameOf(name)))
                .flatMap(RunningQuery::failure)
                .or(() -> backfills.failure(nameOf(name)))
                .filter(unused -> !coordinator.isHeld()) // it had not failed when it took the place
                .ifPresent(failure -> {
                    throw failure instanceof MillraceException known ? known : new IllegalStateException(failure);
                });
        visible.run();
        List<String> changed = new ArrayList<>();
        for (String suffix : List.of("", SideRelations.ERRORS, SideRelations.LATE)) {
            drop.forEach(removal -> removeOld(old + suffix, removal));
            relations.rename(nameOf(name) + suffix, name + suffix);
            backfills.rename(nameOf(name) + suffix, name + suffix);
            changed.add(old + suffix);
            changed.add(nameOf(name) + suffix);
            changed.add(name + suffix);
        }
        coordinator.republish(changed);
    }

    private static void removeOld(String name, Consumer<String> removal) {
        try {
            removal.accept(name);
        } catch (RuntimeException e) {
            log.warn("what was replaced under the name {} could not be closed", name, e);
        }
    }
}
