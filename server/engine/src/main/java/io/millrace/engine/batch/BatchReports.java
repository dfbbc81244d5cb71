package io.millrace.engine.batch;

import io.millrace.engine.measure.DurationHistogram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** How the last batches went. Written by the driver's thread, read by any. */
public final class BatchReports {

    private static final int KEPT = 256;

    private final Deque<BatchReport> last = new ArrayDeque<>();
    private final DurationHistogram plan = new DurationHistogram();
    private final DurationHistogram execute = new DurationHistogram();
    private final DurationHistogram commit = new DurationHistogram();
    private final DurationHistogram publish = new DurationHistogram();
    private long rows;
    private long bytes;

    public synchronized void add(BatchReport report) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(report);
        rows += report.rows();
        bytes += report.bytes();
        plan.add(report.planNanos());
        execute.add(report.executeNanos());
        commit.add(report.commitNanos());
        publish.add(report.publishNanos());
    }

    /** The newest first. */
    public synchronized List<BatchReport> newest() {
        List<BatchReport> all = new ArrayList<>(last);
        Collections.reverse(all);
        return all;
    }

    public synchronized BatchTotals totals() {
        return new BatchTotals(rows, bytes, plan.now(), execute.now(), commit.now(), publish.now());
    }
}
