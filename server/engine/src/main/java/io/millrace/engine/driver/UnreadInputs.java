package io.millrace.engine.driver;

import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.Cancellation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Inputs whose sources can be read again and that no batch reads: they move on only when a statement asks, and what statements read of
 * them is counted then.
 *
 * <p>Called by the threads of statements, which ask the sources themselves.
 */
final class UnreadInputs {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Recovery recovery;

    UnreadInputs(Relations relations, BatchCoordinator coordinator, DriverThread thread, Recovery recovery) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.recovery = recovery;
    }

    /** A statement has read records that no running query has come across: they are counted and the bad ones shown. */
    void reportRead(Input input, Split split, long rows, RejectedRecords rejected) {
        InputView shown = coordinator.published().inputs().get(input.name());
        if (shown == null || shown.isReported(split)) {
            return;
        }
        Optional<CompletableFuture<Long>> reported = thread.call(() -> {
            Input errors = relations.input(input.name() + SideRelations.ERRORS);
            if (!input.firstReading(split)) {
                return Optional.empty();
            }
            input.count(rows, rejected.count());
            coordinator.history().counted(input.name(), List.of(split), rows, rejected.count());
            input.commit(coordinator.published().batch());
            coordinator.republish(input.name());
            return rejected.rows().isEmpty() || errors == null
                    ? Optional.empty()
                    : Optional.of(errors.inbound()
                            .insert(List.of(SideRows.errors(coordinator.nextTime(), rejected.rows())))
                            .committed());
        });
        reported.ifPresent(thread::await);
    }

    /** Lets streams that nobody reads yet move on to what their sources have now; the caller's thread asks the sources. */
    void readAhead(Collection<String> names, Cancellation cancellation) {
        if (recovery.isRunning()) {
            return; // who recovers knows how far they were
        }
        for (String name : names) {
            boolean more = true;
            while (more) {
                InputView view = coordinator.published().inputs().get(name);
                if (view == null || !view.unread()) {
                    break;
                }
                Discovery found = view.reading().orElseThrow().discover(view.offsets(), coordinator.admission());
                Supplier<Void> acceptance = () -> {
                    accept(name, found);
                    return null;
                };
                thread.ask(acceptance, cancellation);
                more = !found.splits().isEmpty() && !view.reading().get().endless();
            }
        }
    }

    private void accept(String name, Discovery found) {
        Input input = relations.input(name);
        if (input == null
                || input.suspended()
                || relations.consumed(input)
                || !input.offsets().equals(found.offsets())) {
            return;
        }
        if (!found.splits().isEmpty()) {
            long timestamp = coordinator.nextTime().timestamp();
            coordinator.history().passed(name, found.splits(), found.exhausted(), timestamp);
            input.ahead().begin(found.splits(), timestamp);
            input.advance(found.splits());
        }
        input.found(found);
        input.commit(coordinator.published().batch());
        coordinator.republish(name);
    }
}
