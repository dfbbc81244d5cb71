package io.millrace.engine.delivery;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** An outside system that does what a test says, and notes what it was asked. */
final class ScriptedSink implements Sink {

    private final List<Long> batches = new CopyOnWriteArrayList<>();
    private final BlockingQueue<LongConsumer> next = new LinkedBlockingQueue<>();
    private volatile LongConsumer before = batch -> {};
    private volatile LongConsumer after = batch -> {};
    private volatile long lastCommitted;
    private volatile int asked;
    private volatile Duration idleAfter;
    private final AtomicInteger idles = new AtomicInteger();
    private volatile Thread closedBy;

    /** What happens to each batch before it is stored, and after. */
    ScriptedSink around(LongConsumer before, LongConsumer after) {
        this.before = before;
        this.after = after;
        return this;
    }

    /** What happens before the next batch is stored that no other such event has met. */
    ScriptedSink next(LongConsumer event) {
        next.add(event);
        return this;
    }

    ScriptedSink holds(long batch) {
        lastCommitted = batch;
        return this;
    }

    /** Is to be called so long after each batch, unless another comes before. */
    ScriptedSink idlesAfter(Duration time) {
        idleAfter = time;
        return this;
    }

    /** How often it was called without a batch. */
    int idles() {
        return idles.get();
    }

    /** The batches in the order they were stored. */
    List<Long> batches() {
        return batches;
    }

    /** How often it was asked which batch it has. */
    int asked() {
        return asked;
    }

    Thread closedBy() {
        return closedBy;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the one thread that delivers
    public long lastCommitted() {
        asked++;
        return lastCommitted;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        LongConsumer event = next.poll();
        if (event != null) {
            event.accept(batch);
        }
        before.accept(batch);
        batches.add(batch);
        lastCommitted = batch;
        after.accept(batch);
    }

    @Override
    public Optional<Duration> idleAfter() {
        return idles.get() > 0 ? Optional.empty() : Optional.ofNullable(idleAfter);
    }

    @Override
    public void idle() {
        idles.incrementAndGet();
        LongConsumer event = next.poll();
        if (event != null) {
            event.accept(0);
        }
    }

    @Override
    public void close() {
        closedBy = Thread.currentThread();
    }
}
