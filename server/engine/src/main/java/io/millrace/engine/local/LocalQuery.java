package io.millrace.engine.local;

import io.millrace.codec.Decoder;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.local.StagePlan.Edge;
import io.millrace.engine.local.StagePlan.Step;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.NodeReport;
import io.millrace.engine.time.BatchTime;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A query on the partitions of this process. */
final class LocalQuery implements DeployedQuery {

    private static final int MOST_PARTITIONS = 1 << 20;

    private final StagePlan plan;
    private final Parallel parallel;
    private final boolean digested;
    private final List<Source> sources;
    private final IntFunction<PartitionRun> newPartition;
    private final List<PartitionRun> partitions = new ArrayList<>();
    private final ExchangeBuffer[] borders;
    private volatile int count;
    private int nextFed;
    private int committedNextFed;
    private long fedRows;
    private boolean begun;
    private long lastWatermark = Long.MIN_VALUE;

    LocalQuery(
            Query query,
            OperatorFactory operators,
            Parallel parallel,
            boolean digested,
            Cancellation cancellation,
            MemoryBudget memory) {
        this.plan = new StagePlan(query.root());
        this.parallel = parallel;
        this.digested = digested;
        this.sources = plan.sources();
        this.borders = new ExchangeBuffer[plan.steps().size()];
        this.newPartition = partition -> new PartitionRun(plan, partition, operators, borders, cancellation, memory);
        allocate(parallel.partitions());
    }

    /** Begins with empty state on that many partitions. */
    private void allocate(int number) {
        count = number;
        partitions.forEach(PartitionRun::release);
        partitions.clear();
        for (Step step : plan.steps()) {
            if (step.node() instanceof Exchange exchange) {
                borders[step.index()] = new ExchangeBuffer(exchange.distribution(), number);
            }
        }
        for (int partition = 0; partition < number; partition++) {
            partitions.add(newPartition.apply(partition));
        }
    }

    @Override
    public int partitions() {
        return count;
    }

    /** The relations below a node. */
    static Set<String> relations(DStream node) {
        Set<String> names = new LinkedHashSet<>();
        collect(node, names);
        return names;
    }

    private static void collect(DStream node, Set<String> names) {
        if (node instanceof Source source) {
            names.add(source.relation());
        }
        node.inputs().forEach(input -> collect(input, names));
    }

    @Override
    public List<Source> sources() {
        return sources;
    }

    @Override
    public void begin(BatchTime time, Map<String, Long> closedWatermarks, boolean written) {
        begun = true;
        clear();
        partitions.forEach(partition -> {
            partition.begin(time, closedWatermarks);
            partition.digested(digested && written);
        });
    }

    private void clear() {
        fedRows = 0;
        for (ExchangeBuffer border : borders) {
            if (border != null) {
                border.clear();
            }
        }
    }

    @Override
    public void accept(int partition, int source, Page page) {
        partitions.get(partition).accept(plan.source(sources.get(source)), page);
    }

    @Override
    public void feed(int source, List<Page> pages) {
        for (Page page : pages) {
            partitions.get(nextFed).feed(plan.source(sources.get(source)), page);
            nextFed = (nextFed + 1) % partitions.size();
            fedRows += page.size();
        }
    }

    @Override
    public Result finish(Map<String, Long> watermarks) {
        partitions.forEach(partition -> partition.advance(watermarks));
        long rows = fedRows;
        for (int stage = 0; stage < plan.stages(); stage++) {
            int current = stage;
            parallel.onPartitions(
                    count, rows, partition -> partitions.get(partition).run(current));
            rows = rowsInto(stage + 1);
        }
        List<Page> delta = new ArrayList<>();
        List<LateRows> late = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        partitions.forEach(partition -> partition.collect(delta, late, rejected));
        return new Result(delta, late, rejected);
    }

    private long rowsInto(int stage) {
        long rows = 0;
        for (Step step : plan.steps()) {
            if (borders[step.index()] != null && step.consumers().stream().anyMatch(edge -> isIn(edge, stage))) {
                rows += borders[step.index()].rows();
            }
        }
        return rows;
    }

    private static boolean isIn(Edge edge, int stage) {
        return edge.to().stage() == stage;
    }

    @Override
    public void commit() {
        if (begun) {
            begun = false;
            committedNextFed = nextFed;
            partitions.forEach(PartitionRun::commit);
        }
    }

    @Override
    public void abort() {
        if (begun) {
            begun = false;
            nextFed = committedNextFed;
            clear();
            partitions.forEach(PartitionRun::abort);
        }
    }

    @Override
    public CheckpointCut cut(String name) {
        int fed = committedNextFed;
        List<CheckpointCut> cuts = new ArrayList<>();
        for (PartitionRun partition : partitions) {
            cuts.add(partition.cut(name + "/" + cuts.size()));
        }
        return new CheckpointCut(
                out -> {
                    out.putCount(cuts.size());
                    out.putCount(fed);
                    cuts.forEach(cut -> cut.facts().accept(out));
                },
                cuts.stream().flatMap(cut -> cut.contents().stream()).toList());
    }

    @Override
    public void restore(Decoder in, StoredContents contents, String name) throws IOException {
        int before = in.takeCount(MOST_PARTITIONS, "partitions");
        if (before != count) {
            allocate(before);
        }
        committedNextFed = in.takeCount(partitions.size() - 1, "partitions");
        nextFed = committedNextFed;
        partitions.forEach(partition -> partition.restoreFacts(in));
        // by the calling thread and by those of the JVM that have nothing else to do: queries are restored side by
        // side, too
        IntStream.range(0, partitions.size())
                .parallel()
                .forEach(partition -> restore(partition, contents, name + "/" + partition));
    }

    private void restore(int partition, StoredContents contents, String name) {
        try {
            partitions.get(partition).restore(contents, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Page> takeDelta() {
        List<Page> delta = new ArrayList<>();
        partitions.forEach(partition -> partition.takeResult(delta));
        return delta;
    }

    @Override
    public long watermark() {
        return partitions.isEmpty() ? lastWatermark : partitions.get(0).watermark();
    }

    @Override
    public long wakesAt() {
        return partitions.stream().mapToLong(PartitionRun::wakesAt).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public long nextClose() {
        return partitions.stream().mapToLong(PartitionRun::nextClose).min().orElse(Long.MAX_VALUE);
    }

    @Override
    public List<NodeReport> nodes() {
        List<NodeReport> reports = new ArrayList<>();
        for (Step step : plan.steps()) {
            NodeReport sum = new NodeReport(step.node(), step.stage(), plan.inputs(step), 0, 0, 0, 0, 0);
            for (PartitionRun partition : partitions) {
                sum = partition.addTo(sum, step);
            }
            reports.add(sum);
        }
        return reports;
    }

    @Override
    public void close() {
        lastWatermark = watermark();
        partitions.forEach(PartitionRun::release);
        partitions.clear();
        for (ExchangeBuffer border : borders) {
            if (border != null) {
                border.clear();
            }
        }
    }
}
