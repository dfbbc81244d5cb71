package io.millrace.engine.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one holder has of a budget. Used by one thread at a time. The budget, which all threads of a query share, is told when it has
 * become noticeably more or less, or something of nothing, or nothing again.
 */
public final class MemoryUse {

    private static final long MOST_UNTOLD = 256 << 10;
    private static final long UNTOLD_OF_LIMIT = 256;

    private final MemoryBudget budget;
    private final AtomicLong part;
    private final long noticeable;
    private long bytes;
    /** What the budget was told. */
    private long told;

    /** @param what is held, as users read it: {@code rows that a join keeps}; one of a few */
    public MemoryUse(MemoryBudget budget, String what) {
        this.budget = budget;
        this.part = budget.part(what);
        this.noticeable = Math.min(MOST_UNTOLD, budget.limit() / UNTOLD_OF_LIMIT);
    }

    public long bytes() {
        return bytes;
    }

    /** The holder has this much now; fails as {@link MemoryBudget#add}. */
    public void set(long now) {
        boolean more = now > bytes;
        bytes = now;
        long change = now - told;
        if (change > noticeable || change < -noticeable || (now == 0) != (told == 0)) {
            told = now;
            part.addAndGet(change);
            budget.add(change);
        } else if (more) {
            budget.checkOpen();
        }
    }

    /** As {@link #set}, but never fails. */
    public void note(long now) {
        part.addAndGet(now - told);
        budget.count(now - told);
        bytes = now;
        told = now;
    }

    /** The holder has this much more. */
    public void add(long more) {
        set(bytes + more);
    }
}
