package io.millrace.engine.memory;

/**
 * The large values that generated code makes for a page, counted in the budget of whoever the thread works for and given back when
 * the page is done with. Code that makes them asks {@link #take} without knowing for whom it works.
 *
 * <p>One object per partition; used by the thread that has entered it.
 */
public final class Scratch {

    /** Values below this size are not worth counting: what makes them need not ask. */
    public static final int UNNOTICED = 1 << 20;

    private static final ThreadLocal<Scratch> CURRENT = new ThreadLocal<>();

    private final MemoryUse use;

    public Scratch(MemoryBudget budget) {
        this.use = new MemoryUse(budget, "values of expressions");
    }

    /** Begins work on this thread; the result is to be given to {@link #leave}. */
    public Scratch enter() {
        Scratch outer = CURRENT.get();
        CURRENT.set(this);
        return outer;
    }

    /** Ends work on this thread. */
    public void leave(Scratch outer) {
        CURRENT.set(outer);
        use.set(0);
    }

    /** What was taken so far, to be given to {@link #backTo}. */
    public long taken() {
        return use.bytes();
    }

    /** Gives back what was taken since then. */
    public void backTo(long before) {
        if (use.bytes() > before) {
            use.set(before);
        }
    }

    /** What this thread has taken for the work it has entered. */
    public static long takenHere() {
        Scratch current = CURRENT.get();
        return current == null ? 0 : current.taken();
    }

    /** As {@link #backTo}, for the work that this thread has entered. */
    public static void giveBackTo(long before) {
        Scratch current = CURRENT.get();
        if (current != null) {
            current.backTo(before);
        }
    }

    /** Counts bytes that are about to be allocated for a value; fails as {@link MemoryBudget#add}. */
    public static void take(long bytes) {
        Scratch current = CURRENT.get();
        if (current != null) {
            current.use.add(bytes);
        }
    }
}
