package io.millrace.engine.operator.join;

import io.millrace.dstream.window.Expiry;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.operator.join.KeptPages.Kept;
import io.millrace.engine.state.RowStore;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of an input that only grows, until their rows expire.
 *
 * <p>Pages are kept as they come, without a copy, but for two cases: small ones are put together, so that their number stays near
 * that of full ones, and strings are copied out of arrays that are mostly about something else.
 */
final class PageHistory {

    private static final int SMALL_PAGE = 1_024;
    private static final int MOST_WASTE = 4;

    private final RowType rowType;
    private final Expiry expiry;
    private final KeptPages kept;
    /** Whether anything has expired yet. */
    private final StateNumber expires = new StateNumber(0);
    /** Then the greatest time that has. */
    private final StateNumber expired = new StateNumber(Long.MIN_VALUE);

    private final StateParts state = new StateParts();

    PageHistory(RowType rowType, Expiry expiry) {
        this.rowType = rowType;
        this.expiry = expiry;
        this.kept = new KeptPages(rowType, expiry.column());
        state.add("pages", kept).add("expires", expires).add("expired", expired);
    }

    boolean isEmpty() {
        return kept.size() == 0;
    }

    /** Adds the rows of a page, unless all have expired. */
    void add(Page added) {
        Kept last = kept.measured(added);
        if (isExpired(last.greatest())) {
            return;
        }
        Page page = withOwnStrings(added);
        long least = last.least();
        long greatest = last.greatest();
        while (kept.size() > 0 && joins(kept.last().page(), page)) {
            Kept before = kept.removeLast();
            page = joined(before.page(), page);
            least = Math.min(least, before.least());
            greatest = Math.max(greatest, before.greatest());
        }
        kept.add(page, least, greatest);
    }

    /** Rows without a time expire first. */
    static long time(LongColumn times, int row) {
        return times.isNull(row) ? Long.MIN_VALUE : times.values()[row];
    }

    /** Whether two pages are to be one: the sizes of small pages fall at least by half from one to the next. */
    private static boolean joins(Page before, Page page) {
        return page.size() < SMALL_PAGE
                && before.size() < 2 * page.size()
                && before.weights() == null
                && page.weights() == null;
    }

    private Page joined(Page before, Page after) {
        RowStore store = new RowStore(rowType.fields().stream().map(Field::type).toList(), Versions.NONE);
        store.add(before, Rows.all(before.size()), before.size(), new int[before.size()]);
        store.add(after, Rows.all(after.size()), after.size(), new int[after.size()]);
        int count = before.size() + after.size();
        return new Page(count, store.gather(Rows.all(count), count), null);
    }

    private Page withOwnStrings(Page page) {
        Column[] columns = page.columns();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] instanceof BytesColumn strings) {
                columns[i] = withOwnArray(strings);
            } else if (columns[i].layout() == Layout.ARRAY) {
                columns[i] = copy(i, page);
            }
        }
        return new Page(page.size(), columns, page.weights());
    }

    private static BytesColumn withOwnArray(BytesColumn strings) {
        long length = 0;
        for (int row = 0; row < strings.size(); row++) {
            length += strings.lengths()[row];
        }
        if (length * MOST_WASTE >= strings.data().length) {
            return strings;
        }
        byte[] data = new byte[(int) length];
        int[] starts = new int[strings.size()];
        int at = 0;
        for (int row = 0; row < strings.size(); row++) {
            starts[row] = at;
            System.arraycopy(strings.data(), strings.starts()[row], data, at, strings.lengths()[row]);
            at += strings.lengths()[row];
        }
        return new BytesColumn(strings.size(), data, starts, strings.lengths(), strings.nulls());
    }

    private Column copy(int column, Page page) {
        RowStore store = new RowStore(List.of(rowType.type(column)), Versions.NONE);
        int[] all = Rows.all(page.size());
        store.add(page.project(new int[] {column}), all, page.size(), new int[page.size()]);
        return store.gather(all, page.size())[0];
    }

    /** Forgets what has expired by now; later pages are measured by the same bound. */
    void expire(long watermark) {
        if (watermark == OperatorContext.NO_WATERMARK) {
            return;
        }
        expires.set(1);
        expired.set(expiry.bound(watermark));
        kept.removeUpTo(expired.get());
    }

    private boolean isExpired(long time) {
        return expires.get() != 0 && time <= expired.get();
    }

    /** All pages, without the rows that have expired. */
    List<Page> pages() {
        List<Page> pages = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            Kept page = kept.get(i);
            if (isExpired(page.least())) {
                kept.replace(i, alive(page.page()));
            }
            pages.add(kept.get(i).page());
        }
        return pages;
    }

    /** The rows of a page that have not expired, at least one. */
    private Page alive(Page page) {
        LongColumn times = (LongColumn) page.column(expiry.column());
        int[] alive = new int[page.size()];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            if (!isExpired(time(times, row))) {
                alive[count++] = row;
            }
        }
        return page.gather(alive, count);
    }

    void clear() {
        kept.clear();
    }

    /** The pages and what has expired. */
    StateContainer state() {
        return state;
    }

    /** Rows held, among them some that have expired. */
    long rows() {
        return kept.rows();
    }
}
