package io.millrace.engine.operator.session;

import io.millrace.engine.operator.OperatorContext;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Keeps the rows of a batch that may be late until the batch ends: another row may still join them to a session that is open.
 */
final class LateSessions {

    private final OpenSessions sessions;
    private final long gap;
    private final OperatorContext context;
    private final List<Page> pages = new ArrayList<>();
    private final List<int[]> placed = new ArrayList<>();

    LateSessions(OpenSessions sessions, long gap, OperatorContext context) {
        this.sessions = sessions;
        this.gap = gap;
        this.context = context;
    }

    /** Notes the rows of a page that are late unless their sessions go on. */
    void note(Page page, long[] times, int[] sessionIds) {
        long closed = context.closedWatermark();
        if (closed == OperatorContext.NO_WATERMARK) {
            return;
        }
        long bound = closed - gap;
        long least = Long.MAX_VALUE;
        for (int row = 0; row < page.size(); row++) {
            least = Math.min(least, times[row]);
        }
        if (least >= bound) {
            return;
        }
        keep(page, sessionIds, row -> times[row] < bound);
    }

    private void keep(Page page, int[] sessionIds, IntPredicate wanted) {
        int[] rows = new int[page.size()];
        int[] ids = new int[page.size()];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            if (wanted.test(row)) {
                ids[count] = sessionIds[row];
                rows[count++] = row;
            }
        }
        pages.add(page.gather(rows, count));
        placed.add(ids);
    }

    /** Hands over the rows whose sessions had been complete before the batch. */
    void refuse() {
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            int[] late = new int[page.size()];
            int[] missed = new int[page.size()];
            int count = 0;
            for (int row = 0; row < page.size(); row++) {
                int session = sessions.survivor(placed.get(i)[row]);
                if (isLate(session)) {
                    missed[count] = session;
                    late[count++] = row;
                }
            }
            if (count > 0) {
                context.late(0, page.gather(late, count), sessions.missed(missed, count));
            }
        }
        clear();
    }

    /** Forgets the rows of the batch. */
    void clear() {
        pages.clear();
        placed.clear();
    }

    /** Whether a session had been complete before the batch, so that all its rows are late. */
    boolean isLate(int session) {
        return sessions.end(session) < context.closedWatermark();
    }
}
