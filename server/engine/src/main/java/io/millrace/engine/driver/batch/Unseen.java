package io.millrace.engine.driver.batch;

import io.millrace.engine.history.History;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Batches that are committed and on their way to the disk: nobody sees anything of them before they are there. The next batch may run
 * meanwhile. When the journal breaks, nobody ever does.
 *
 * <p>Used by the driver's thread.
 */
final class Unseen {

    /** One that is being forced, and one that was run meanwhile and goes with the next force. */
    private static final int MOST = 2;

    private record Committed(BatchRun batch, Published published, long mark) {}

    private final Supplier<History> history;
    private final Publications publications;
    private final Consumer<BatchRun> shown;
    private final Deque<Committed> waiting = new ArrayDeque<>();
    private volatile boolean any;
    private boolean broken;

    /** @param shown goes on with a batch once everybody can see it */
    Unseen(Supplier<History> history, Publications publications, Consumer<BatchRun> shown) {
        this.history = history;
        this.publications = publications;
        this.shown = shown;
    }

    /** Takes a batch that is committed, all of whose state is in place. */
    void add(BatchRun batch, long mark) {
        waiting.add(new Committed(batch, publications.prepare(batch), mark));
        any = true;
    }

    /** Whether no other batch may run before one of these can be seen. */
    boolean isFull() {
        return waiting.size() >= MOST;
    }

    /** Whether there are any; by any thread. */
    boolean any() {
        return any;
    }

    /** Whether the journal will never have some of what was committed: what is in memory must not be shown any more. */
    boolean isBroken() {
        return broken;
    }

    /** Shows what is durable by now. */
    void showSettled() {
        while (!waiting.isEmpty() && isSettled(waiting.peek().mark())) {
            showOldest();
        }
    }

    /** Waits for all and shows them; when the journal is broken, whoever waits for them is told. */
    void settle() {
        while (!waiting.isEmpty()) {
            if (isReached(waiting.peek().mark())) {
                showOldest();
            }
        }
    }

    private void showOldest() {
        Committed oldest = waiting.remove();
        any = !waiting.isEmpty();
        publications.show(oldest.published());
        shown.accept(oldest.batch());
    }

    private boolean isSettled(long mark) {
        try {
            return history.get().isSettled(mark);
        } catch (MillraceException e) {
            giveUp(e);
            return false;
        }
    }

    private boolean isReached(long mark) {
        try {
            history.get().settle(mark);
            return true;
        } catch (MillraceException e) {
            giveUp(e);
            return false;
        }
    }

    private void giveUp(MillraceException cause) {
        broken = true;
        waiting.forEach(committed -> committed.batch().fail(cause));
        waiting.clear();
        any = false;
    }
}
