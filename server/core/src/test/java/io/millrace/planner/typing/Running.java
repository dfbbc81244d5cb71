package io.millrace.planner.typing;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.endpoint.Pages;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a query over a relation whose rows come and go, and adds up its changes. */
final class Running implements AutoCloseable {

    private final LocalEngine engine;
    private final RowType input;
    private final PlannedQuery planned;
    private final DeployedQuery deployed;
    private final Map<List<Object>, Long> content = new HashMap<>();
    private long batch;

    /** A row that comes (positive weight) or goes. */
    record Change(List<Object> row, long weight) {}

    private Running(LocalEngine engine, RowType input, PlannedQuery planned) {
        this.engine = engine;
        this.input = input;
        this.planned = planned;
        this.deployed = engine.deploy(
                new Query("q", Query.Output.VIEW, planned.root(), planned.key()), () -> {}, MemoryBudget.unbounded());
    }

    static PlannedQuery plan(String sql, RowType input) {
        Catalog catalog = Catalog.empty().with(new SystemRelation(RelationName.of("t"), input));
        QueryStatement query = (QueryStatement) SqlParsing.parseStatement(sql).statement();
        return new Planner().plan(query, catalog, PlanMode.VIEW);
    }

    static Running start(PlannedQuery planned, RowType input, ClassCompiler compiler) {
        return new Running(new LocalEngine(1, new OperatorFactory(compiler)), input, planned);
    }

    RowType rowType() {
        return planned.rowType();
    }

    /** Takes a batch of changes. */
    void batch(List<Change> changes) {
        long now = ++batch;
        deployed.begin(new BatchTime(now, 1_000 * now), Map.of(), false);
        List<Source> sources = deployed.sources();
        for (int i = 0; i < sources.size(); i++) {
            deployed.feed(i, List.of(page(sources.get(i).rowType(), changes)));
        }
        for (Page page : deployed.finish(Map.of()).delta()) {
            for (int row = 0; row < page.size(); row++) {
                List<Object> values = Rows.values(page, row, rowType());
                content.merge(values, page.weight(row), Long::sum);
                content.remove(values, 0L);
            }
        }
    }

    private Page page(RowType columns, List<Change> changes) {
        PageBuilder builder = new PageBuilder(columns);
        for (Change change : changes) {
            for (int i = 0; i < columns.size(); i++) {
                Type type = columns.type(i);
                int index = input.indexOf(columns.field(i).name()).orElseThrow();
                Pages.append(builder.column(i), type, change.row().get(index));
            }
            builder.endRow(change.weight());
        }
        return builder.build();
    }

    /** The rows there are, with their numbers. */
    Map<List<Object>, Long> content() {
        return content;
    }

    /** The rows there are, as text. */
    Map<String, Long> text() {
        Map<String, Long> text = new TreeMap<>();
        content.forEach((row, weight) -> text.merge(Rows.text(row, rowType()), weight, Long::sum));
        return text;
    }

    @Override
    public void close() {
        deployed.close();
        engine.close();
    }
}
