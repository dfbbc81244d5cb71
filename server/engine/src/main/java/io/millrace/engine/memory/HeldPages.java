package io.millrace.engine.memory;

import io.millrace.spi.data.Page;
import java.util.Collection;

/** Pages that wait for somebody, counted in a budget. Used by one thread at a time. */
public final class HeldPages {

    private final MemoryUse use;
    private final PageBytes meter = new PageBytes();

    /** @param what as in {@link MemoryUse} */
    public HeldPages(MemoryBudget budget, String what) {
        this.use = new MemoryUse(budget, what);
    }

    /** Adds a page to a collection, unless there is no room for it. */
    public void hold(Collection<Page> pages, Page page) {
        use.add(meter.of(page));
        pages.add(page);
    }

    /** Counts a page that somebody holds. */
    public void count(Page page) {
        use.add(meter.of(page));
    }

    /** These pages are what waits now, instead of those counted before. */
    public void recount(Collection<Page> pages) {
        meter.clear();
        use.note(pages.stream().mapToLong(meter::of).sum());
    }

    /** What is counted. */
    public long bytes() {
        return use.bytes();
    }

    /** No page waits any more. */
    public void clear() {
        use.set(0);
        meter.clear();
    }
}
