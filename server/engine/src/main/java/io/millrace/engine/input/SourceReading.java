package io.millrace.engine.input;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The one gate to a source that can be read again: finds out, on a thread of its own, what there is to read, and turns whatever the
 * source throws, or its silence, into a state of this input. A source that failed is asked again after a while, which grows.
 *
 * <p>Thread-safe. The driver asks {@link #next} and never waits.
 */
public final class SourceReading {

    private static final long NANOS_BETWEEN_POLLS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final ReplayableSource source;
    private final Executor threads;
    private final Health health;
    private final Consumer<Split> trial;
    private final ReentrantLock asking = new ReentrantLock();
    private Runnable signal = () -> {};
    private Discovery latest;
    private Map<String, Offset> wanted;
    private Map<String, Offset> released = Map.of();
    private boolean running;
    private long askedNanos;
    private boolean closed;

    /**
     * Makes a gate.
     *
     * @param threads run what may take long; each source occupies at most one
     * @param trial reads a split for nothing but to see that it can be read
     */
    SourceReading(String name, ReplayableSource source, Executor threads, Health health, Consumer<Split> trial) {
        this.trial = trial;
        this.name = name;
        this.source = source;
        this.threads = threads;
        this.health = health;
    }

    /** What to call, from any thread, when there is something to read. */
    public synchronized void onInput(Runnable newSignal) {
        signal = newSignal;
        source.onInput(() -> {
            forgetEmpty();
            newSignal.run();
        });
    }

    private synchronized void forgetEmpty() {
        if (latest != null && latest.splits().isEmpty()) {
            latest = null;
            askedNanos = System.nanoTime() - NANOS_BETWEEN_POLLS;
        }
    }

    /**
     * Tells the source what was read of it before a restart. What it throws is its own affair: it is asked again with the same offsets.
     */
    public void recall(Map<String, Offset> offsets) {
        asking.lock();
        try {
            source.recall(offsets);
        } catch (RuntimeException | Error e) {
            health.failed(e);
        } finally {
            asking.unlock();
        }
    }

    /** Lets the source forget what comes before these offsets, on a thread of its own and as soon as it is not busy. */
    synchronized void release(Map<String, Offset> offsets) {
        if (!closed && !offsets.isEmpty() && !offsets.equals(released)) {
            released = offsets;
            threads.execute(this::tellReleased);
        }
    }

    private void tellReleased() {
        asking.lock();
        try {
            Map<String, Offset> newest;
            synchronized (this) {
                if (closed) {
                    return;
                }
                newest = released;
            }
            source.release(newest);
        } catch (RuntimeException | Error e) {
            health.failed(e);
        } finally {
            asking.unlock();
        }
    }

    public boolean endless() {
        return source.endless();
    }

    /** An offset as users read it. */
    String text(Offset offset) {
        return source.text(offset);
    }

    public Health health() {
        return health;
    }

    /** What there is beyond the offsets; empty while that is not known, and then the source is being asked. */
    public synchronized Optional<Discovery> next(Map<String, Offset> offsets, Admission limits) {
        if (latest != null && latest.offsets().equals(offsets)) {
            Discovery known = latest;
            if (known.splits().isEmpty() && System.nanoTime() - askedNanos >= NANOS_BETWEEN_POLLS) {
                ask(offsets, limits);
            }
            return Optional.of(known);
        }
        ask(offsets, limits);
        return Optional.empty();
    }

    /** What was found could not be read: it may be found otherwise now. */
    public synchronized void forget() {
        latest = null;
    }

    /** Splits are about to be read: what comes after them can be found out in the meantime. */
    public synchronized void prepare(Discovery taken, Admission limits) {
        ask(Discovery.after(taken.offsets(), taken.splits()), limits);
    }

    private void ask(Map<String, Offset> offsets, Admission limits) {
        if (running || closed || !health.mayTry()) {
            wanted = running ? offsets : null;
            return;
        }
        running = true;
        Map<String, Offset> asked = Map.copyOf(offsets);
        threads.execute(() -> find(asked, limits));
    }

    private void find(Map<String, Offset> offsets, Admission limits) {
        Discovery found = null;
        try {
            found = discover(offsets, limits);
            tryReading(found);
        } catch (MillraceException e) {
            found = null; // the health of the source tells
        }
        Runnable call;
        synchronized (this) {
            boolean news = found != null
                    && (latest == null
                            || !found.equals(latest)
                            || !latest.offsets().equals(offsets));
            running = false;
            askedNanos = System.nanoTime();
            latest = found == null ? latest : found;
            if (wanted != null && !wanted.equals(offsets)) {
                Map<String, Offset> next = wanted;
                wanted = null;
                ask(next, limits);
            }
            call = news ? signal : () -> {};
        }
        call.run();
    }

    /** A source that has left a batch waiting does so once: from then on it keeps only this thread waiting. */
    private void tryReading(Discovery found) {
        if (health.isOnTrial()) {
            try {
                found.splits().forEach(trial);
            } catch (RuntimeException | Error e) {
                throw health.readFailed(e);
            }
        }
    }

    /**
     * Asks the source on the calling thread.
     *
     * @throws MillraceException SOURCE_FAILED, after the health of the source was told
     */
    public Discovery discover(Map<String, Offset> offsets, Admission limits) {
        try {
            if (!asking.tryLock(SILENT_NANOS, TimeUnit.NANOSECONDS)) {
                throw new MillraceException(ErrorCode.SOURCE_FAILED, "\"" + name + "\" does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        }
        health.asked();
        try {
            List<Split> splits = List.copyOf(source.poll(offsets, limits));
            check(offsets, splits);
            Map<String, Offset> after = Discovery.after(offsets, splits);
            Map<String, PartitionState> states = Map.copyOf(source.partitions(after));
            boolean exhausted = source.exhausted(after);
            Map<String, String> problems = source.problems();
            Map<String, String> gone = source.gone();
            health.answered();
            health.partitions(problems, gone);
            health.traffic().found(source.backlog(offsets), splits.isEmpty());
            return new Discovery(Map.copyOf(offsets), splits, states, exhausted);
        } catch (RuntimeException | Error e) {
            throw health.failed(e);
        } finally {
            asking.unlock();
        }
    }

    /** Splits must follow on what was read. */
    private void check(Map<String, Offset> offsets, List<Split> splits) {
        Map<String, Offset> reached = new HashMap<>(offsets);
        for (Split split : splits) {
            Offset before = reached.put(split.partition(), split.end());
            if (split.isEmpty() || (before != null && !before.equals(split.start()))) {
                throw new IllegalStateException(
                        "the source offers \"" + split.partition() + "\" from " + source.text(split.start())
                                + " to " + source.text(split.end()) + ", but it was read up to "
                                + (before == null ? "nothing" : source.text(before)));
            }
        }
    }

    synchronized void close() {
        closed = true;
        signal = () -> {};
    }
}
