package io.millrace.engine.driver;

import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Change;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * How statements change rows that are there. Whoever changes some reads them in one batch, finds out what is to become of them, and asks
 * for all of that at once; it is refused when they are not as they were read any more. Any thread may call it.
 */
public final class Changes {

    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Relations relations;
    private final Room room;
    private final Turns turns = new Turns();

    Changes(BatchCoordinator coordinator, DriverThread thread, Relations relations, Room room) {
        this.coordinator = coordinator;
        this.thread = thread;
        this.relations = relations;
        this.room = room;
    }

    /** Who may change which tables at the same time. */
    public Turns turns() {
        return turns;
    }

    /**
     * Some rows of a table.
     *
     * @param at the batch that they are of
     */
    public record Found(Published at, List<Page> rows) {}

    /**
     * Changes rows of several relations, all in one batch; returns the batch when that is visible everywhere.
     *
     * @param expected whether the relations are those that the rows were read of, asked once they are found, and again when one is gone
     * @return empty when they are not: then nothing was changed
     * @throws MillraceException WRITE_CONFLICT when rows are not as they were any more, UNIQUE_VIOLATION when a key exists already:
     *     nothing was changed
     */
    public OptionalLong change(Map<String, ChangedRows> changed, BooleanSupplier expected, Cancellation cancellation) {
        return change(changed, Optional.empty(), expected, () -> {}, () -> {}, cancellation);
    }

    /**
     * The same where something may land with the change, also when nothing is changed.
     *
     * @param check called by the driver's thread before anything is changed, which is refused when this fails
     * @param visible called by the driver's thread just before this returns
     */
    OptionalLong change(
            Map<String, ChangedRows> changed,
            Optional<Landed> landed,
            BooleanSupplier expected,
            Runnable check,
            Runnable visible,
            Cancellation cancellation) {
        room.admit(
                changed.values().stream()
                        .flatMap(rows -> rows.added().pages().stream())
                        .toList(),
                cancellation);
        Map<String, InputView> inputs = coordinator.published().inputs();
        if (!expected.getAsBoolean()) {
            return OptionalLong.empty();
        }
        Map<String, Change.Part> parts = new LinkedHashMap<>();
        changed.forEach((name, rows) -> {
            if (!inputs.containsKey(name)) {
                throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" does not exist");
            }
            parts.put(name, new Change.Part(inputs.get(name).inbound(), rows));
        });
        Change change = new Change(parts, landed, check, visible);
        coordinator.pace().somebodyWaits();
        coordinator.changes().add(change);
        thread.signal();
        try {
            return OptionalLong.of(thread.await(
                    change.committed(),
                    new CommitWait(() -> coordinator.changes().withdraw(change), cancellation)));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.RELATION_NOT_FOUND && !expected.getAsBoolean()) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /**
     * The rows of a table with some keys, and no scan, as of the newest batch that everybody sees.
     *
     * @param key the columns of the primary key
     * @param keys pages with these columns, in this order
     */
    public Found find(String table, int[] key, List<Page> keys, Cancellation cancellation) {
        Published newest = coordinator.published();
        return newest.relation(table)
                .flatMap(rows -> rows.lookUp(key, keys))
                .map(rows -> new Found(newest, rows))
                .orElseGet(() -> findBetweenBatches(table, keys, cancellation));
    }

    private Found findBetweenBatches(String table, List<Page> keys, Cancellation cancellation) {
        return thread.call(
                () -> {
                    Input input = relations.input(table);
                    if (input == null || input.table().isEmpty()) {
                        throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + table + "\" does not exist");
                    }
                    input.lost().ifPresent(lost -> {
                        throw lost;
                    });
                    return new Found(
                            coordinator.published(), input.table().get().rows(keys));
                },
                cancellation);
    }
}
