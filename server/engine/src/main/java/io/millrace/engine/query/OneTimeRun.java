package io.millrace.engine.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.dstream.WindowFill;
import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs a query over pinned snapshots as its only delta, keeping nothing. */
public final class OneTimeRun {

    private final DeployedQuery deployed;
    private final Query query;
    private final BatchTime at;
    private final Map<String, Long> watermarks;
    private final MemoryBudget memory;
    private boolean satisfied;

    /** @param memory of the statement, which holds the deployed query too */
    public OneTimeRun(
            DeployedQuery deployed, Query query, BatchTime at, Map<String, Long> watermarks, MemoryBudget memory) {
        this.deployed = deployed;
        this.memory = memory;
        this.query = query;
        this.at = at;
        this.watermarks = watermarks;
    }

    public void run(Function<String, RelationSnapshot> snapshots, Predicate<Page> consumer) {
        try (deployed) {
            boolean fills = fills(query.root());
            deployed.begin(at, fills ? watermarks : Map.of(), false);
            List<Source> sources = deployed.sources();
            for (int i = 0; i < sources.size() && !satisfied; i++) {
                readSource(i, sources.get(i), snapshots, consumer);
            }
            if (satisfied) {
                return;
            }
            DeployedQuery.Result result = deployed.finish(ended(sources));
            if (!result.rejected().isEmpty()) {
                RejectedRow row = result.rejected().get(0);
                throw row.error("");
            }
            pass(result.delta(), consumer);
        }
    }

    /** All that there is has been read. */
    private static Map<String, Long> ended(List<Source> sources) {
        return sources.stream().collect(Collectors.toMap(Source::relation, source -> Long.MAX_VALUE, Math::max));
    }

    /** Whether empty windows are to be filled up to where event time has come; for all else it makes no difference. */
    private static boolean fills(DStream node) {
        return node instanceof WindowFill || node.inputs().stream().anyMatch(OneTimeRun::fills);
    }

    private void readSource(
            int index, Source source, Function<String, RelationSnapshot> snapshots, Predicate<Page> consumer) {
        int[] columns = source.columns().stream().mapToInt(Integer::intValue).toArray();
        snapshots.apply(source.relation()).read(columns, page -> {
            deployed.accept(0, index, page);
            if (query.root().appendOnly()) {
                pass(deployed.takeDelta(), consumer);
            }
            return !satisfied;
        });
    }

    private void pass(List<Page> delta, Predicate<Page> consumer) {
        if (query.root().appendOnly()) {
            for (Page page : delta) {
                satisfied = satisfied || !consumer.test(page);
            }
        } else {
            passIntegrated(delta, consumer);
        }
    }

    /** A changing result may take rows back within the run: only what remains of them is passed on. */
    private void passIntegrated(List<Page> delta, Predicate<Page> consumer) {
        ViewStore integrated = new ViewStore(query.root().rowType());
        MemoryUse held = new MemoryUse(memory, "rows of the result");
        for (Page page : delta) {
            integrated.apply(1, List.of(page));
            held.set(integrated.bytes());
        }
        integrated
                .snapshot(1)
                .read(IntStream.range(0, query.root().rowType().size()).toArray(), consumer);
        held.set(0);
    }
}
