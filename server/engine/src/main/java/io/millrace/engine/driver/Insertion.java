package io.millrace.engine.driver;

import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.InputView;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How the rows of an INSERT get room, go into a batch and are waited for; see {@link Driver#insert}. Any thread may call it. */
final class Insertion {

    /** How long a small INSERT waits for memory, and how often it asks. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(5);

    private static final Duration ROOM_CHECK = Duration.ofMillis(20);

    private final ServerMemory memory;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;

    Insertion(ServerMemory memory, BatchCoordinator coordinator, DriverThread thread) {
        this.memory = memory;
        this.coordinator = coordinator;
        this.thread = thread;
    }

    Optional<Inserted> insert(String relation, List<Page> rows, BooleanSupplier expected, Cancellation cancellation) {
        PageBytes meter = new PageBytes();
        admit(rows.stream().mapToLong(meter::of).sum(), cancellation);
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
            long batch = thread.await(parcel.committed(), new CommitWait(input.inbound(), parcel, cancellation));
            return Optional.of(new Inserted(batch, parcel.refused().get()));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.RELATION_NOT_FOUND && !expected.getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Those who send little wait a while for room: whoever has taken too much is about to give it back. */
    private void admit(long bytes, Cancellation cancellation) {
        long deadline = System.nanoTime() + ROOM_PATIENCE.toNanos();
        while (true) {
            try {
                memory.admitKept(bytes);
                return;
            } catch (MillraceException e) {
                if (!ServerMemory.isFew(bytes) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            cancellation.check();
            LockSupport.parkNanos(ROOM_CHECK.toNanos());
        }
    }
}
