package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.planner.PlannedInsert;
import io.millrace.session.Outcome;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.InsertStatement;
import io.millrace.sql.tree.Written;
import java.util.ArrayList;
import java.util.List;

/** INSERT into streams and tables. When it returns, every view contains the rows. */
public final class Inserts {

    private final Services services;
    private final Run run;

    public Inserts(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    Outcome insert(InsertStatement statement) {
        List<Page> pages = rows(statement, run.parameters());
        return new Outcome.Updated(commit(statement, pages), List.of());
    }

    /** Inserts once per list of parameters, all in one batch; returns the rows of each. */
    public long[] insertBatch(InsertStatement statement, List<List<Object>> parameterLists) {
        long[] counts = new long[parameterLists.size()];
        List<Page> all = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            List<Page> pages = rows(statement, parameterLists.get(i));
            counts[i] = size(pages);
            all.addAll(pages);
        }
        commit(statement, all);
        return counts;
    }

    private static long size(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }

    private long commit(InsertStatement statement, List<Page> pages) {
        long rows = size(pages);
        if (rows > 0) {
            Relation target = target(statement, services.definitions().catalog());
            services.driver().insert(target.name().toString(), pages);
        }
        return rows;
    }

    /** The target; fails when it takes no rows by INSERT. */
    static Relation target(InsertStatement statement, Catalog catalog) {
        Written written = Written.name(statement.target());
        Relation relation = catalog.find(At.relation(written))
                .orElseThrow(() -> At.error(ErrorCode.RELATION_NOT_FOUND, written, catalog.notFound(written.text())));
        if (feed(relation) == Feed.INSERT) {
            return relation;
        }
        String reason = relation instanceof StreamRelation || relation instanceof TableRelation
                ? feed(relation) == Feed.QUERY ? "is fed by a query" : "is fed by its connector"
                : "is a " + relation.kind();
        throw At.error(
                ErrorCode.RELATION_WRONG_KIND,
                written,
                "\"" + relation.name() + "\" " + reason
                        + "; INSERT works on streams and tables that are created without connector");
    }

    private static Feed feed(Relation relation) {
        if (relation instanceof StreamRelation stream) {
            return stream.feed();
        }
        return relation instanceof TableRelation table ? table.feed() : Feed.QUERY;
    }

    private List<Page> rows(InsertStatement statement, List<Object> parameters) {
        if (statement.continuous()) {
            throw At.unsupported(
                    statement, "INSERT INTO … SELECT STREAM is not supported; write CREATE STREAM … AS SELECT STREAM");
        }
        Catalog catalog = services.definitions().catalog();
        Relation target = target(statement, catalog);
        PlannedInsert planned = services.plans().insert(statement, catalog, parameters);
        List<Page> pages = new ArrayList<>();
        new Reading(services, run, planned.query()).run(0, pages::add);
        RowType rowType = insertable(target);
        pages.forEach(page -> checkNulls(page, rowType, Written.name(statement.target())));
        return pages;
    }

    private static RowType insertable(Relation relation) {
        List<DeclaredColumn> columns =
                relation instanceof TableRelation table ? table.columns() : ((StreamRelation) relation).columns();
        return new RowType(columns.stream()
                .filter(DeclaredColumn::isInsertable)
                .map(DeclaredColumn::field)
                .toList());
    }

    private static void checkNulls(Page page, RowType rowType, Written place) {
        for (int i = 0; i < rowType.size(); i++) {
            Field field = rowType.field(i);
            long[] nulls = page.column(i).nulls();
            for (int row = 0; !field.nullable() && nulls != null && row < page.size(); row++) {
                if (NullMask.isNull(nulls, row)) {
                    throw At.error(
                            ErrorCode.NULL_NOT_ALLOWED, place, "column \"" + field.name() + "\" must not be null");
                }
            }
        }
    }
}
