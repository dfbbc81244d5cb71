package io.millrace.engine.driver.backfill;

import io.millrace.engine.query.QueryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How queries stand that catch up. Read by any thread. */
final class BackfillReports {

    private final Map<String, Backfill> running;
    /** How one stood that gives its place to another, until that can be seen. */
    private volatile Optional<QueryReport> leaving = Optional.empty();

    BackfillReports(Map<String, Backfill> running) {
        this.running = running;
    }

    /** Still shows one that is about to give its place to another; others do not do that at the same time. */
    void beginToLeave(String name) {
        leaving = Optional.ofNullable(running.get(name)).map(BackfillReports::report);
    }

    /** What is in its place can be seen now. */
    void endToLeave() {
        leaving = Optional.empty();
    }

    private static QueryReport report(Backfill backfill) {
        return backfill.query().report(true, backfill.rows());
    }

    List<QueryReport> all() {
        List<QueryReport> reports = new ArrayList<>();
        leaving.ifPresent(reports::add);
        running.values().forEach(backfill -> reports.add(report(backfill)));
        return reports;
    }
}
