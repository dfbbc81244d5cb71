package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.engine.memory.HeldPages;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.spi.data.Page;
import io.millrace.sql.tree.InsertStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** INSERT into streams and tables. When it returns, every view contains the rows. */
public final class Inserts {

    private final Services services;
    private final Run run;
    private final Catalog catalog;

    public Inserts(Services services, Run run) {
        this.services = services;
        this.run = run;
        this.catalog = services.definitions().catalog();
    }

    Outcome insert(InsertStatement statement) {
        refuseContinuous(statement);
        InsertTarget target = InsertTarget.of(statement, catalog);
        List<Page> pages = statement.isParameterRow()
                ? parameterRows(statement, target, List.of(run.parameters()))
                : rows(statement, target, run.parameters());
        long refused = commit(target, pages);
        return new Outcome.Updated(size(pages) - refused, refused == 0 ? List.of() : List.of(warning(target, refused)));
    }

    /** Inserts once per list of parameters, all in one batch; returns the rows of each. */
    public long[] insertBatch(InsertStatement statement, List<List<Object>> parameterLists) {
        refuseContinuous(statement);
        InsertTarget target = InsertTarget.of(statement, catalog);
        long[] counts = new long[parameterLists.size()];
        List<Page> all = new ArrayList<>();
        if (statement.isParameterRow()) {
            Arrays.fill(counts, 1);
            all = parameterRows(statement, target, parameterLists);
        } else {
            for (int i = 0; i < counts.length; i++) {
                List<Page> pages = rows(statement, target, parameterLists.get(i));
                counts[i] = size(pages);
                all.addAll(pages);
            }
        }
        commit(target, all);
        return counts;
    }

    static void refuseContinuous(InsertStatement statement) {
        if (statement.continuous()) {
            throw At.unsupported(
                    statement, "INSERT INTO … SELECT STREAM is not supported; write CREATE STREAM … AS SELECT STREAM");
        }
    }

    private static long size(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }

    /** Returns how many rows were refused. */
    private long commit(InsertTarget target, List<Page> pages) {
        return size(pages) == 0
                ? 0
                : services.driver().insert(target.name(), pages).refused();
    }

    private static String warning(InsertTarget target, long refused) {
        return refused + (refused == 1 ? " row was" : " rows were")
                + " refused because the time is too far ahead of the clock; " + target.name() + "$errors has "
                + (refused == 1 ? "it" : "them");
    }

    private List<Page> parameterRows(
            InsertStatement statement, InsertTarget target, List<List<Object>> parameterLists) {
        if (!run.checked()) {
            services.plans().describeInsert(statement, catalog);
        }
        ParameterRows rows = new ParameterRows(statement, target);
        parameterLists.forEach(rows::add);
        List<Page> pages = rows.pages();
        new HeldPages(run.execution().memory()).recount(pages);
        run.execution().memory().check();
        return pages;
    }

    private List<Page> rows(InsertStatement statement, InsertTarget target, List<Object> parameters) {
        PlannedQuery planned = run.plan()
                .orElseGet(() ->
                        services.plans().insert(statement, catalog, parameters).query());
        List<Page> pages = new ArrayList<>();
        HeldPages held = new HeldPages(run.execution().memory());
        new Reading(services, run, planned).run(0, page -> {
            held.hold(pages, target.checked(page));
            return true;
        });
        return pages;
    }
}
