package io.millrace.engine.memory;

/** What one holder has of a budget. Used by one thread at a time; the budget follows. */
public final class MemoryUse {

    private final MemoryBudget budget;
    private long bytes;

    public MemoryUse(MemoryBudget budget) {
        this.budget = budget;
    }

    public long bytes() {
        return bytes;
    }

    /** The holder has this much now; fails as {@link MemoryBudget#add}. */
    public void set(long now) {
        long change = now - bytes;
        if (change != 0) {
            bytes = now;
            budget.add(change);
        }
    }

    /** As {@link #set}, but never fails. */
    public void note(long now) {
        budget.count(now - bytes);
        bytes = now;
    }

    /** The holder has this much more. */
    public void add(long more) {
        set(bytes + more);
    }
}
