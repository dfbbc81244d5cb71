package io.millrace.planner.shipped;

import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs a query over a few batches of made-up rows: in the test, and in the process that it starts. */
final class QueryRun {

    private static final int BATCHES = 3;
    private static final int ROWS = 200;
    private static final long WINDOW = 10_000;

    private QueryRun() {}

    private static Map<String, Long> at(DeployedQuery deployed, long watermark) {
        return deployed.sources().stream().collect(Collectors.toMap(Source::relation, source -> watermark, Math::max));
    }

    static List<Page> run(Query query, ClassCompiler compiler) {
        List<Page> delta = new ArrayList<>();
        try (LocalEngine engine = new LocalEngine(2, new OperatorFactory(compiler));
                DeployedQuery deployed = engine.deploy(query, () -> {}, MemoryBudget.unbounded())) {
            for (int batch = 1; batch <= BATCHES; batch++) {
                long before = batch == 1 ? Long.MIN_VALUE : SourceRows.START + (batch - 1) * WINDOW;
                long after = batch == BATCHES ? Long.MAX_VALUE : SourceRows.START + batch * WINDOW;
                deployed.begin(new BatchTime(batch, SourceRows.START + batch * WINDOW), at(deployed, before), false);
                List<Source> sources = deployed.sources();
                for (int source = 0; source < sources.size(); source++) {
                    Page page = SourceRows.page(sources.get(source).rowType(), batch, ROWS, WINDOW);
                    deployed.feed(source, List.of(page));
                }
                delta.addAll(deployed.finish(at(deployed, after)).delta());
            }
        }
        return delta;
    }
}
