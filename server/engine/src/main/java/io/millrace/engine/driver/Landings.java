package io.millrace.engine.driver;

import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.LandedStatement;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.history.DefinitionText;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Relations and sinks that are made together, with changes of rows and with what is dropped: all of it counts from one batch on, or nothing
 * of it is left, whatever happens in between.
 *
 * <p>{@link #begin}, what is made, {@link #land}; when any of it fails, {@link #giveUp}. Until they have landed, sinks get nothing and no
 * checkpoint is taken. A restart that finds a beginning without its batch removes what was made. One landing goes on at a time; any thread may
 * call it unless a method says otherwise.
 */
public final class Landings {

    /**
     * What a statement alters that is carried out when all else has landed.
     *
     * @param text of the statement
     * @param form that a stream or table gets; empty when nothing runs in another form
     */
    public record Alteration(DefinitionText text, Optional<Reshaping.Form> form) {}

    private static final long PAUSE_MILLIS = 50;

    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Recovery recovery;
    private final Deliveries deliveries;
    private final Removal removal;
    private final Changes changes;
    private final StandingInputs inputs;
    private final Semaphore turn = new Semaphore(1, true);
    /** What is being made; driver's thread. */
    private List<String> made = List.of();
    /** During a recovery: what went with those that have landed, and is to be removed yet. */
    private List<String> dropped = List.of();
    /** The same for what was altered with them. */
    private List<LandedStatement> altered = List.of();

    private boolean givenUp;

    Landings(
            BatchCoordinator coordinator,
            DriverThread thread,
            Recovery recovery,
            Deliveries deliveries,
            Removal removal,
            Changes changes,
            StandingInputs inputs) {
        this.coordinator = coordinator;
        this.thread = thread;
        this.recovery = recovery;
        this.deliveries = deliveries;
        this.removal = removal;
        this.changes = changes;
        this.inputs = inputs;
    }

    /** Waits until no other landing goes on; whoever gets its turn gives it {@linkplain #leave back}. */
    public void enter(Cancellation cancellation) {
        try {
            while (!turn.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.check();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public void leave() {
        turn.release();
    }

    /** What has these names, of which none is there, is made next. */
    public void begin(List<String> names) {
        deliveries.keepBack(Set.copyOf(names));
        thread.call(() -> {
            coordinator.history().landing(names);
            told(names);
            return null;
        });
    }

    /**
     * Lets all count that was made since {@link #begin}, in the batch that changes rows; returns when everybody sees that.
     *
     * @param gone names of what is dropped with it, each before what it read
     * @param altered what is altered then, in this order
     * @param expected as for {@link Changes#change}
     * @param visible makes what is defined visible, between two batches, when nothing can fail any more
     * @param cancellation of whoever waits for it; does not come once the batch may have begun, unless the server ends
     * @return false when nothing has happened, because relations are not those that were expected
     */
    public boolean land(
            Map<String, ChangedRows> changed,
            List<String> gone,
            List<Alteration> altered,
            BooleanSupplier expected,
            Runnable visible,
            Cancellation cancellation) {
        Landed landed = new Landed(
                gone, altered.stream().map(one -> one.text().landed()).toList());
        List<Reshaping.Form> forms =
                altered.stream().flatMap(one -> one.form().stream()).toList();
        boolean done = changes.change(
                        changed,
                        Optional.of(landed),
                        expected,
                        () -> check(forms, Set.copyOf(gone)),
                        () -> alter(forms, visible),
                        cancellation)
                .isPresent();
        if (done) {
            thread.call(() -> null); // what was dropped is gone
            deliveries.letGo();
            deliveries.end(gone, Removal.GRACE);
            removal.awaitClosed(Removal.GRACE);
        }
        return done;
    }

    /** Fails when something that stays would keep what is altered from that; several alterations of one relation follow on each other. */
    private void check(List<Reshaping.Form> forms, Set<String> gone) {
        Set<String> names = new HashSet<>();
        for (Reshaping.Form form : forms) {
            if (!names.contains(form.old())) {
                inputs.checkReshapes(form, gone);
            }
            names.add(form.definition().name());
        }
    }

    /** It is written down by now: a server that cannot do it stops, and does it when it is started again. */
    private void alter(List<Reshaping.Form> forms, Runnable visible) {
        visible.run();
        try {
            forms.forEach(inputs::reshapeNow);
        } catch (RuntimeException | Error e) {
            MillraceException cause = new MillraceException(
                    ErrorCode.JOURNAL_BROKEN,
                    "what a transaction has altered could not be carried out; the next start of the server does that",
                    e);
            coordinator.history().giveUp(cause);
            throw cause;
        }
    }

    /**
     * Removes what was made since {@link #begin}.
     *
     * @throws MillraceException when the server is stopping: what becomes of it is left to the next start, and sinks that were made get
     *     nothing before that
     */
    public void giveUp() {
        List<String> names = thread.call(() -> {
            List<String> unfinished = unfinished();
            unfinished.forEach(removal::all);
            tell(unfinished);
            made = List.of();
            return unfinished;
        });
        try {
            coordinator.history().settle();
        } finally {
            deliveries.end(names, Duration.ZERO);
            deliveries.letGo();
            removal.awaitClosed(Removal.GRACE);
        }
    }

    private void tell(List<String> names) {
        coordinator.history().removed(names);
        coordinator.history().landing(List.of());
    }

    /** Whether something is being made that does not count yet; driver's thread. */
    boolean isOpen() {
        return !made.isEmpty();
    }

    /** What is being made, as it is written down; driver's thread. */
    void told(List<String> names) {
        made = List.copyOf(names);
    }

    /** A batch is committed with which something has landed; driver's thread, between this batch and the next. */
    void landed(Landed landed) {
        made = List.of();
        if (recovery.isRunning()) {
            dropped = landed.dropped();
            altered = landed.altered();
        } else {
            landed.dropped().forEach(removal::all);
        }
    }

    /** During a recovery: what has gone with the last batch and is still there, each before what it read. */
    List<String> takeDropped() {
        List<String> taken = dropped;
        dropped = List.of();
        return taken;
    }

    /** During a recovery: what was altered with the last batch and is to be carried out yet. */
    List<DefinitionText> takeAltered() {
        List<DefinitionText> taken = altered.stream().map(DefinitionText::of).toList();
        altered = List.of();
        return taken;
    }

    /** What was being made and has not landed, each before what it reads. */
    List<String> unfinished() {
        List<String> names = new ArrayList<>(made);
        Collections.reverse(names);
        return names;
    }

    /** During a recovery: what was unfinished is gone. */
    void removedUnfinished() {
        givenUp = true;
    }

    /** At the end of a recovery: writes down what it has removed; driver's thread. */
    void tellRemoved() {
        if (givenUp) {
            tell(unfinished());
            made = List.of();
            givenUp = false;
        }
    }
}
