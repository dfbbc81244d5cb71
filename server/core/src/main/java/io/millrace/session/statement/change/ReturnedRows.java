package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.rows.ResultCursor;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.session.statement.query.Reading;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.sql.tree.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What RETURNING gives of the rows that a statement changes; computed before they are, so that nothing is changed when it fails. */
record ReturnedRows(Optional<RowType> rowType, List<Page> pages) {

    /** What a statement gives that changes rows. */
    static StatementShape shape(Statement statement, Asked asked, List<Field> parameters, Ready ready) {
        return asked.services()
                .plans()
                .describeReturning(statement, asked.catalog())
                .map(returning -> new StatementShape(PreparedSql.Kind.QUERY, returning.rowType(), parameters, ready))
                .orElseGet(
                        () -> new StatementShape(PreparedSql.Kind.UPDATE, new RowType(List.of()), parameters, ready));
    }

    /**
     * Computes what is returned.
     *
     * @param target name of the relation
     * @param rows with all declared columns
     */
    static ReturnedRows of(Services services, Run run, Catalog catalog, String target, Supplier<List<Page>> rows) {
        Optional<PlannedQuery> planned =
                services.plans().returning(run.parsed().statement(), catalog, run.parameters());
        if (planned.isEmpty()) {
            return new ReturnedRows(Optional.empty(), List.of());
        }
        List<Page> pages = new ArrayList<>();
        new Reading(
                        services,
                        run,
                        planned.get(),
                        services.driver().published(),
                        Map.of(target, new RowsSnapshot(rows.get())))
                .run(0, pages::add);
        return new ReturnedRows(Optional.of(planned.get().rowType()), pages);
    }

    Outcome outcome(long count, List<String> warnings) {
        return rowType.isPresent()
                ? new Outcome.Rows(ResultCursor.of(rowType.get(), pages), warnings, count)
                : new Outcome.Updated(count, warnings);
    }
}
