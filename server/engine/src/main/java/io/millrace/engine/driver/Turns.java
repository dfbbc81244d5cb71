package io.millrace.engine.driver;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who changes a table when. Statements try side by side first; one whose rows were changed by another meanwhile tries again alone, so that
 * each of them comes to its end. Tables may share a lock. Thread-safe.
 */
public final class Turns {

    private static final int LOCKS = 64;
    private static final int MANY = 1 << 20;
    private static final long PAUSE_MILLIS = 50;

    private final Semaphore[] locks = new Semaphore[LOCKS];

    Turns() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Semaphore(MANY, true);
        }
    }

    /** The right to change tables, until it is closed. */
    public static final class Turn implements AutoCloseable {
        private final List<Semaphore> held = new ArrayList<>();
        private int permits;

        @Override
        public void close() {
            held.forEach(lock -> lock.release(permits));
            held.clear();
        }
    }

    /** Waits until a table may be changed, alone or beside others. */
    public Turn take(String table, boolean alone, Cancellation cancellation) {
        return take(List.of(table), alone ? MANY : 1, cancellation);
    }

    /** Waits until tables may be changed beside others. */
    public Turn take(Collection<String> tables, Cancellation cancellation) {
        return take(tables, 1, cancellation);
    }

    private Turn take(Collection<String> tables, int permits, Cancellation cancellation) {
        Turn turn = new Turn();
        turn.permits = permits;
        int[] wanted = tables.stream()
                .mapToInt(table -> Math.floorMod(table.hashCode(), LOCKS))
                .sorted() // so that nobody waits for one who waits for him
                .distinct()
                .toArray();
        try {
            for (int lock : wanted) {
                while (!locks[lock].tryAcquire(permits, PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    cancellation.check();
                }
                turn.held.add(locks[lock]);
            }
            return turn;
        } catch (InterruptedException e) {
            turn.close();
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }
}
