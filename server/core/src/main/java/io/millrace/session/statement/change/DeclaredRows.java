package io.millrace.session.statement.change;

import io.millrace.catalog.CheckConstraint;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.query.ClockUse;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.refused.ExpectedRows;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.engine.view.RowText;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Rows on their way into a stream or table, with all declared columns: computes those, and checks what they have to fulfil. */
final class DeclaredRows {

    private static final String ROWS = "$rows";

    private final Services services;
    private final Run run;
    private final InsertTarget target;

    DeclaredRows(Services services, Run run, InsertTarget target) {
        this.services = services;
        this.run = run;
        this.target = target;
    }

    /** Fails when a row breaks a CHECK. */
    void check(List<Page> pages) {
        if (target.checks().isEmpty()) {
            return;
        }
        RowType rowType = target.relation().rowType();
        List<Page> rows = of(pages);
        for (CheckConstraint check : target.checks()) {
            Expression broken = new Call(Function.IS_FALSE, List.of(check.condition()), Type.BOOLEAN, false);
            read(new Filter(source(rowType), broken), rows, page -> {
                throw At.error(
                        ErrorCode.CHECK_VIOLATION,
                        target.place(),
                        "the row with " + named(page) + " breaks " + check.title() + "; nothing was changed");
            });
        }
    }

    /** Parts rows into those that the stream will take and those that it will drop. */
    ExpectedRows.Parted parted(List<Page> pages) {
        if (target.dropping().isEmpty()) {
            return new ExpectedRows.Parted(pages, List.of());
        }
        List<Expression> columns = DeclaredColumn.expressions(target.columns());
        List<RowExpectation> expectations = target.dropping().stream()
                .map(check -> new RowExpectation(
                        check.title(), Rewriting.inline(check.condition(), columns), RowExpectation.Violation.DROP))
                .toList();
        boolean now = expectations.stream().anyMatch(expectation -> ClockUse.in(expectation.condition()));
        long timestamp = services.driver()
                .refresh(List.of(), now, run.execution())
                .time()
                .timestamp();
        return services.driver()
                .expected(target.name(), expectations, target.rowType())
                .part(pages, timestamp);
    }

    private String named(Page page) {
        int[] key =
                target
                        .relation()
                        .key()
                        .orElseGet(() -> IntStream.range(0, target.columns().size())
                                .boxed()
                                .toList())
                        .stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
        return RowText.named(target.relation().rowType(), key, page, 0);
    }

    /** The rows with their computed columns. */
    List<Page> of(List<Page> pages) {
        if (target.columns().stream().allMatch(DeclaredColumn::isPhysical)) {
            return pages;
        }
        List<Page> declared = new ArrayList<>();
        Project project = new Project(
                source(target.rowType()),
                DeclaredColumn.expressions(target.columns()),
                target.relation().rowType());
        read(project, pages, declared::add);
        return declared;
    }

    /** The same rows with other values in some columns. */
    List<Page> projected(List<Page> pages, List<Expression> expressions) {
        List<Page> rows = new ArrayList<>();
        read(new Project(source(target.rowType()), expressions, target.rowType()), pages, rows::add);
        return rows;
    }

    private static Source source(RowType rowType) {
        return new Source(ROWS, IntStream.range(0, rowType.size()).boxed().toList(), rowType, true);
    }

    private void read(DStream root, List<Page> pages, Predicate<Page> reader) {
        Query query = new Query("statement " + run.execution().id(), Query.Output.RESULT, root, Optional.empty());
        services.driver()
                .read(
                        query,
                        services.driver().refresh(List.of(), ClockUse.in(root), run.execution()),
                        name -> new RowsSnapshot(pages),
                        page -> page.size() == 0 || reader.test(page),
                        run.execution(),
                        run.execution().memory());
    }
}
