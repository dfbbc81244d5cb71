package io.millrace.engine.driver;

import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.InputView;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How the rows of an INSERT get room, go into a batch and are waited for; see {@link Driver#insert}. Any thread may call it. */
final class Insertion {

    private final Room room;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;

    Insertion(Room room, BatchCoordinator coordinator, DriverThread thread) {
        this.room = room;
        this.coordinator = coordinator;
        this.thread = thread;
    }

    Optional<Inserted> insert(String relation, List<Page> rows, BooleanSupplier expected, Cancellation cancellation) {
        room.admit(rows, cancellation);
        InputView input = coordinator.published().inputs().get(relation);
        if (!expected.getAsBoolean()) {
            return Optional.empty();
        }
        if (input == null) {
            throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + relation + "\" does not exist");
        }
        coordinator.pace().somebodyWaits();
        Inbound.Parcel parcel = input.inbound().insert(rows);
        try {
            long batch = thread.await(
                    parcel.committed(), new CommitWait(() -> input.inbound().withdraw(parcel), cancellation));
            return Optional.of(new Inserted(batch, parcel.refused().get()));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.RELATION_NOT_FOUND && !expected.getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
