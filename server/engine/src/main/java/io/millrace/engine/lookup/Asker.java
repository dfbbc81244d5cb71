package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import java.util.concurrent.atomic.AtomicLong;

/** One who asks for rows of a table outside, and withdraws what is not answered yet when it is closed. Thread-safe. */
public final class Asker implements AutoCloseable {

    private final Questions questions;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    Asker(Questions questions) {
        this.questions = questions;
    }

    /** Asks for the rows of keys, each of which comes once; answers are rows of the table's stream, some time. */
    public void ask(Page keys) {
        questions.ask(keys, this);
    }

    /** Estimated heap bytes of the questions that are not answered yet. */
    public long bytes() {
        return Math.max(0, bytes.get());
    }

    void add(long more) {
        bytes.addAndGet(more);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        questions.withdraw();
    }
}
