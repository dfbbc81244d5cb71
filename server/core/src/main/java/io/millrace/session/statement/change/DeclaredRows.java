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
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
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
        check(pages, row -> "");
    }

    /**
     * The same for rows of a batch.
     *
     * @param which says where a row, counted from 0 on, comes from; stands before the message
     */
    void check(List<Page> pages, LongFunction<String> which) {
        if (target.checks().isEmpty()) {
            return;
        }
        RowType rowType = target.relation().rowType();
        List<Page> rows = of(pages);
        for (CheckConstraint check : target.checks()) {
            Expression broken = new Call(Function.IS_FALSE, List.of(check.condition()), Type.BOOLEAN, false);
            DStream filter = new Filter(source(rowType), broken);
            read(filter, rows, page -> {
                throw brokenBy(check, filter, rows, page, which);
            });
        }
    }

    /** @param found a page that begins with a row that breaks the check, not always the first one */
    private MillraceException brokenBy(
            CheckConstraint check, DStream filter, List<Page> rows, Page found, LongFunction<String> which) {
        long first = 0;
        Page named = found;
        for (Page page : rows) {
            int sound = 0;
            int end = page.size();
            boolean broken = isBroken(filter, page);
            while (broken && end - sound > 1) {
                int middle = (sound + end) >>> 1;
                boolean before = isBroken(filter, page.slice(sound, middle));
                sound = before ? sound : middle;
                end = before ? middle : end;
            }
            if (broken) {
                named = page.slice(sound, end);
                first += sound;
                break;
            }
            first += page.size();
        }
        return At.error(
                ErrorCode.CHECK_VIOLATION,
                target.place(),
                which.apply(first) + "the row with " + named(named) + " breaks " + check.title()
                        + "; nothing was changed");
    }

    private boolean isBroken(DStream filter, Page rows) {
        List<Page> found = new ArrayList<>();
        read(filter, List.of(rows), found::add);
        return !found.isEmpty();
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
