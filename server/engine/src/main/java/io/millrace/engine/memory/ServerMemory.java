package io.millrace.engine.memory;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the server gives out, in budgets. Together they may hold less than the heap, so that a reserve is left for what
 * nobody counts; when they hold more, the greediest query or statement fails. Thread-safe.
 */
public final class ServerMemory {

    /** What fails for want of memory holds at least this share of all, as a divisor; less would not help the others. */
    private static final long LEAST_SHARE = 16;

    private static final long FEW_BYTES = 64 << 10;
    /** Of the room for rows that are kept, this share, as a divisor, is for those who send few bytes. */
    private static final long LAST_SHARE = 16;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Set<MemoryBudget> budgets = ConcurrentHashMap.newKeySet();
    private final Object choosing = new Object();

    /** @param limit bytes that all budgets together may hold */
    public ServerMemory(long limit) {
        this.limit = limit;
    }

    /** Memory without bounds, for tools that run a query of their own. */
    public static ServerMemory unbounded() {
        return new ServerMemory(Long.MAX_VALUE);
    }

    /** A budget for a continuous query. */
    public MemoryBudget query(long most) {
        return open(MemoryBudget.Holder.QUERY, most);
    }

    /** A budget for one run of a statement, with the rows that wait for its client. */
    public MemoryBudget statement(long most) {
        return open(MemoryBudget.Holder.STATEMENT, most);
    }

    /** A budget for rows of tables and streams, which nobody may take away: when memory is used up no more come. */
    public MemoryBudget kept() {
        return open(MemoryBudget.Holder.KEPT, Long.MAX_VALUE);
    }

    /** A budget for requests and answers on their way, which nobody may take away either. */
    public MemoryBudget passing() {
        return open(MemoryBudget.Holder.PASSING, Long.MAX_VALUE);
    }

    /** Whether taking so much away from somebody would not help the others. */
    boolean isSmall(long bytes) {
        return bytes <= limit / LEAST_SHARE;
    }

    MemoryBudget open(MemoryBudget.Holder holder, long most) {
        MemoryBudget budget = new MemoryBudget(this, holder, Math.min(most, limit));
        budgets.add(budget);
        return budget;
    }

    void forget(MemoryBudget budget) {
        budgets.remove(budget);
    }

    public long used() {
        return used.get();
    }

    public long limit() {
        return limit;
    }

    /** What all budgets of a kind hold. */
    public long used(MemoryBudget.Holder holder) {
        return budgets.stream()
                .filter(budget -> budget.holder() == holder)
                .mapToLong(MemoryBudget::used)
                .sum();
    }

    /** Counts bytes in or out. */
    void change(long bytes) {
        used.addAndGet(bytes);
    }

    boolean isFull() {
        return used.get() > limit;
    }

    /** Makes room when the budgets hold too much: the greediest has to give everything back. */
    void makeRoom() {
        synchronized (choosing) {
            if (used.get() - failing() > limit) {
                greediest().ifPresent(budget -> budget.fail(usedUp(budget)));
            }
        }
    }

    /**
     * Lets the greediest query or statement fail, because the heap is nearly full whatever the budgets say.
     *
     * @return what it holds; empty when none holds enough to be of help
     */
    Optional<Long> relieve() {
        synchronized (choosing) {
            Optional<MemoryBudget> found = failing() > 0 ? Optional.empty() : greediest();
            Optional<Long> held = found.map(MemoryBudget::used);
            found.ifPresent(budget -> budget.fail(usedUp(budget)));
            return held;
        }
    }

    /** What those hold that have failed and are about to give it back. */
    private long failing() {
        return budgets.stream()
                .filter(MemoryBudget::failed)
                .mapToLong(MemoryBudget::used)
                .sum();
    }

    /**
     * Who holds most, if that is enough to be of help: what nobody may take away can be more than all the rest. Many that hold little are
     * greedy together.
     */
    private Optional<MemoryBudget> greediest() {
        List<MemoryBudget> mayFail = budgets.stream()
                .filter(budget -> budget.holder().mayFail() && !budget.failed())
                .toList();
        long all = mayFail.stream().mapToLong(MemoryBudget::used).sum();
        return mayFail.stream()
                .max(Comparator.comparingLong(MemoryBudget::used))
                .filter(budget -> !isSmall(budget.used()) || all > limit / 2);
    }

    private MillraceException usedUp(MemoryBudget greediest) {
        return new MillraceException(
                ErrorCode.MEMORY_EXCEEDED,
                "the memory of the server is used up, and nothing held more than this: "
                        + Bytes.text(greediest.used()) + " of " + Bytes.text(limit) + greediest.largest()
                        + "; drop queries that are not needed, or give the server more memory"
                        + " (JAVA_OPTS=-Xmx…, setting server.memory)");
    }

    /** Fails when the server has no room for so many bytes more. */
    public void admit(long bytes) {
        if (used.get() - failing() + bytes > limit) {
            throw full("");
        }
    }

    /**
     * Fails when there is no room for more rows of tables and streams, of which only three quarters of the memory may be. The last of it
     * is for whoever sends little at a time.
     *
     * @param bytes of pages, which may take twice as much once they are kept; 0 when it is not known how many come
     */
    public void admitKept(long bytes) {
        admit(bytes);
        long most = limit / 4 * 3;
        if (used(MemoryBudget.Holder.KEPT) + 2 * bytes > (isFew(bytes) ? most : most - most / LAST_SHARE)) {
            throw full(" by rows that are kept");
        }
    }

    /** Whether rows are so few that the last of the room is for them. */
    public static boolean isFew(long bytes) {
        return bytes > 0 && bytes <= FEW_BYTES;
    }

    private MillraceException full(String by) {
        return new MillraceException(
                ErrorCode.MEMORY_EXCEEDED,
                "the memory of the server is used up" + by + " (" + Bytes.text(used.get()) + " of " + Bytes.text(limit)
                        + "); drop tables, streams or queries, lower stream.retention, or give the server more memory"
                        + " (JAVA_OPTS=-Xmx…, setting server.memory)");
    }
}
