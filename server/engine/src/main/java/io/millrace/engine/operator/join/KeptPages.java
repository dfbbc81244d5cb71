package io.millrace.engine.operator.join;

import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowStore;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of pages as state.
 *
 * <p>Pages do not change and are never copied. The list is copied, pointer by pointer, by the first change of a batch, so that the
 * one before stays what the last batch or a cut has seen. Each page has a number of its own: a cut writes the numbers of all and
 * the contents of those that came since.
 */
final class KeptPages implements StateContainer {

    /**
     * A page with the least and the greatest of its times.
     *
     * @param number of no other page
     * @param since how many cuts had been taken before, plus one
     */
    record Kept(Page page, long least, long greatest, long number, int since) {}

    private record Cut(int number, List<Kept> pages, List<Type> types) implements StateCut {

        @Override
        public int changedBlocks(int since) {
            return (int) pages.stream().filter(kept -> kept.since() > since).count();
        }

        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeInt(pages.size());
            for (Kept kept : pages) {
                writer.writeLong(kept.number());
            }
            writer.end();
            for (Kept kept : pages) {
                if (kept.since() > since) {
                    writePage(writer, kept.page());
                }
            }
        }

        private void writePage(StateWriter writer, Page page) {
            writer.begin();
            writer.writeInt(page.size());
            writer.writeByte(page.weights() == null ? 0 : 1);
            if (page.weights() != null) {
                writer.writeLongs(page.weights(), page.size());
            }
            writer.end();
            RowStore rows = new RowStore(types, Versions.BATCHES);
            rows.add(page, Rows.all(page.size()), page.size(), new int[page.size()]);
            rows.commit();
            rows.write(writer);
        }
    }

    private final List<Type> types;
    private final int time;
    private List<Kept> pages = new ArrayList<>();
    /** The list when the batch began, null while it is the same. */
    private List<Kept> before;

    private long lastNumber;
    private int cuts;
    private long rows;
    private long bytes;

    /** @param time the column of the time */
    KeptPages(RowType rowType, int time) {
        this.types = rowType.fields().stream().map(Field::type).toList();
        this.time = time;
    }

    int size() {
        return pages.size();
    }

    Kept get(int index) {
        return pages.get(index);
    }

    Kept last() {
        return pages.get(pages.size() - 1);
    }

    /** A page with its times, not kept yet. */
    Kept measured(Page page) {
        LongColumn times = (LongColumn) page.column(time);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < page.size(); row++) {
            long at = PageHistory.time(times, row);
            least = Math.min(least, at);
            greatest = Math.max(greatest, at);
        }
        return new Kept(page, least, greatest, 0, 0);
    }

    void add(Page page, long least, long greatest) {
        change();
        Kept kept = new Kept(page, least, greatest, ++lastNumber, cuts + 1);
        pages.add(kept);
        count(kept, 1);
    }

    Kept removeLast() {
        change();
        Kept last = pages.remove(pages.size() - 1);
        count(last, -1);
        return last;
    }

    void replace(int index, Page page) {
        change();
        Kept kept = numbered(measured(page), ++lastNumber, cuts + 1);
        count(pages.set(index, kept), -1);
        count(kept, 1);
    }

    private static Kept numbered(Kept kept, long number, int since) {
        return new Kept(kept.page(), kept.least(), kept.greatest(), number, since);
    }

    /** Removes the pages whose times are all at most {@code bound}. */
    void removeUpTo(long bound) {
        boolean any = false;
        for (Kept kept : pages) {
            if (kept.greatest() <= bound) {
                count(kept, -1);
                any = true;
            }
        }
        if (any) {
            change();
            pages.removeIf(kept -> kept.greatest() <= bound);
        }
    }

    void clear() {
        change();
        pages.clear();
        recount();
    }

    private void change() {
        if (before == null) {
            before = pages;
            pages = new ArrayList<>(pages);
        }
    }

    private void count(Kept kept, int sign) {
        rows += (long) sign * kept.page().size();
        bytes += sign * kept.page().retainedBytes();
    }

    private void recount() {
        rows = 0;
        bytes = 0;
        pages.forEach(kept -> count(kept, 1));
    }

    long rows() {
        return rows;
    }

    @Override
    public void commit() {
        before = null;
    }

    @Override
    public void abort() {
        if (before != null) {
            pages = before;
            before = null;
        }
        recount();
    }

    @Override
    public StateCut cut() {
        if (before != null) {
            throw new IllegalStateException("state is cut within a batch");
        }
        return new Cut(++cuts, pages, types);
    }

    @Override
    public void read(StateReader reader) {
        Map<Long, Kept> known = new HashMap<>();
        pages.forEach(kept -> known.put(kept.number(), kept));
        reader.begin();
        long[] numbers = new long[reader.readCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reader.readLong();
        }
        reader.end();
        List<Kept> read = new ArrayList<>();
        for (long number : numbers) {
            Kept kept = known.get(number);
            read.add(kept != null ? kept : numbered(measured(readPage(reader)), number, StateCut.RESTORED));
            lastNumber = Math.max(lastNumber, number);
        }
        pages = read;
        before = null;
        recount();
    }

    private Page readPage(StateReader reader) {
        reader.begin();
        int size = reader.readCount();
        long[] weights = null;
        if (reader.readByte() != 0) {
            weights = new long[size];
            reader.readLongs(weights, size);
        }
        reader.end();
        RowStore store = new RowStore(types, Versions.BATCHES);
        store.read(reader);
        store.rebuild();
        if (store.size() != size || size == 0) {
            throw reader.unfit();
        }
        return new Page(size, store.gather(store.ids(), size), weights);
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
