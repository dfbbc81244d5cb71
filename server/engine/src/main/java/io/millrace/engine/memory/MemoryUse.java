package io.millrace.engine.memory;

import java.util.concurrent.atomic.AtomicLong;

/** What one holder has of a budget. Used by one thread at a time; the budget follows. */
public final class MemoryUse {

    private final MemoryBudget budget;
    private final AtomicLong part;
    private long bytes;

    /** @param what is held, as users read it: {@code rows that a join keeps}; one of a few */
    public MemoryUse(MemoryBudget budget, String what) {
        this.budget = budget;
        this.part = budget.part(what);
    }

    public long bytes() {
        return bytes;
    }

    /** The holder has this much now; fails as {@link MemoryBudget#add}. */
    public void set(long now) {
        long change = now - bytes;
        if (change != 0) {
            bytes = now;
            part.addAndGet(change);
            budget.add(change);
        }
    }

    /** As {@link #set}, but never fails. */
    public void note(long now) {
        part.addAndGet(now - bytes);
        budget.count(now - bytes);
        bytes = now;
    }

    /** The holder has this much more. */
    public void add(long more) {
        set(bytes + more);
    }
}
