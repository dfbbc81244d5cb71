package io.millrace.engine.local;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.InnerQuery;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A query within an operator, on the thread of that: each round is a batch to it. */
final class InnerRun implements InnerQuery {

    private final LocalQuery query;
    private final LongSupplier timestamp;
    private final Consumer<List<RejectedRow>> rejected;
    private long rounds;

    InnerRun(
            DStream graph,
            OperatorFactory operators,
            Cancellation cancellation,
            MemoryBudget memory,
            LongSupplier timestamp,
            Consumer<List<RejectedRow>> rejected) {
        this.query = new LocalQuery(
                new Query("recursion", Query.Output.RESULT, graph, Optional.empty()),
                operators,
                Parallel.SINGLE,
                false,
                cancellation,
                memory);
        this.timestamp = timestamp;
        this.rejected = rejected;
    }

    @Override
    public List<Page> round(Map<String, List<Page>> changes) {
        query.begin(new BatchTime(++rounds, timestamp.getAsLong()), Map.of(), false);
        List<Source> sources = query.sources();
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            int[] columns =
                    source.columns().stream().mapToInt(Integer::intValue).toArray();
            query.feed(
                    i,
                    changes.getOrDefault(source.relation(), List.of()).stream()
                            .map(page -> page.project(columns))
                            .toList());
        }
        DeployedQuery.Result result = query.finish(Map.of());
        rejected.accept(result.rejected());
        List<Page> delta = List.copyOf(result.delta());
        query.commit();
        return delta;
    }

    @Override
    public void close() {
        query.close();
    }
}
