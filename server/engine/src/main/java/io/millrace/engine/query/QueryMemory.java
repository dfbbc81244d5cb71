package io.millrace.engine.query;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.spi.error.MillraceException;
import java.util.function.Consumer;

/** What a query may hold: its state, and the rows of its result. Thread-safe, but for {@link #rows}. */
final class QueryMemory {

    private static final String ROWS_HELD = "rows of its result";

    private volatile MemoryBudget budget;
    private MemoryUse rows;
    private Runnable failed = () -> {};

    /** Whether the query was dropped, or never came into being. */
    private boolean unwanted;

    /** @param budget closed with this */
    QueryMemory(MemoryBudget budget) {
        this.budget = budget;
        this.rows = new MemoryUse(budget, ROWS_HELD);
    }

    MemoryBudget budget() {
        return budget;
    }

    /** What the rows take; used by the thread that runs the query. */
    MemoryUse rows() {
        return rows;
    }

    /**
     * Says what is to be done when the budget has failed.
     *
     * @param fail lets the query fail; not called any more after {@link #giveUp}
     * @param told called after that, each time
     */
    void onFailure(Consumer<MillraceException> fail, Runnable told) {
        failed = told;
        budget.whenFailed(cause -> {
            fail.accept(cause);
            told.run();
        });
    }

    /**
     * Gives the state up. The rows stay in a budget of their own, until the server needs their memory too.
     *
     * @param release closes the state
     */
    synchronized void giveUp(Runnable release, long rowBytes) {
        if (!unwanted) {
            release.run();
            budget = budget.renew();
            rows = new MemoryUse(budget, ROWS_HELD);
            rows.note(rowBytes);
            budget.whenFailed(cause -> failed.run());
        }
    }

    /** Gives all memory back, once nobody wants the query any more; also while its failure is being noticed. */
    synchronized void close() {
        unwanted = true;
        budget.close();
    }
}
