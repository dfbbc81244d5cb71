package io.millrace.engine.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** How the last batches went. Written by the driver's thread, read by any. */
public final class BatchReports {

    private static final int KEPT = 256;

    private final Deque<BatchReport> last = new ArrayDeque<>();

    public synchronized void add(BatchReport report) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(report);
    }

    /** The newest first. */
    public synchronized List<BatchReport> newest() {
        List<BatchReport> all = new ArrayList<>(last);
        Collections.reverse(all);
        return all;
    }
}
