package io.millrace.engine.local;

import io.millrace.codec.Decoder;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.local.StagePlan.Edge;
import io.millrace.engine.local.StagePlan.Step;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.memory.Scratch;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery.LateRows;
import io.millrace.engine.run.NodeReport;
import io.millrace.engine.time.BatchTime;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All steps of a query on one partition, with the pages that wait for them there. */
final class PartitionRun {

    /** Pages that wait for a later stage of the same partition. */
    private record Waiting(Edge edge, List<Page> pages) {}

    private final StagePlan plan;
    private final int partition;
    private final ExchangeBuffer[] borders;
    private final StepTimer timer = new StepTimer();
    private final StepRun[] runs;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<List<Page>> fed = new ArrayList<>();
    private final List<Page> result = new ArrayList<>();
    private final MemoryBudget memory;
    private final HeldPages held;
    private final HeldPages heldResult;
    private final Scratch scratch;
    private final PartitionStand states;
    private boolean digested;

    PartitionRun(
            StagePlan plan,
            int partition,
            OperatorFactory operators,
            ExchangeBuffer[] borders,
            Cancellation cancellation,
            MemoryBudget memory) {
        this.plan = plan;
        this.partition = partition;
        this.borders = borders;
        this.memory = memory;
        this.held = new HeldPages(memory, "rows on their way to other partitions");
        this.heldResult = new HeldPages(memory, "rows of the result");
        this.scratch = new Scratch(memory);
        this.runs = new StepRun[plan.steps().size()];
        for (Step step : plan.steps()) {
            cancellation.check();
            runs[step.index()] = newRun(step, operators, cancellation);
            fed.add(new ArrayList<>());
        }
        plan.steps().forEach(this::connect);
        states = new PartitionStand(runs);
        runs[plan.root().index()].sendOut(this::giveOut);
    }

    private void giveOut(Page page) {
        heldResult.hold(result, page);
        if (digested) {
            DeltaDigest.note(page);
        }
    }

    /** Whether digests of what it gives will be wanted. */
    void digested(boolean wanted) {
        digested = wanted;
    }

    private StepRun newRun(Step step, OperatorFactory operators, Cancellation cancellation) {
        List<DStream> inputs = OperatorFactory.inputs(step.node());
        StepContext context = new StepContext(
                partition,
                inputs.isEmpty() ? List.of(step.node()) : inputs,
                LocalQuery.relations(step.node()),
                cancellation,
                memory,
                held,
                operators);
        StepRun run = new StepRun(step, timer, context, scratch, new MemoryUse(memory, KeptRows.of(step.node())));
        if (!(step.node() instanceof Source) && borders[step.index()] == null) {
            run.operator(operators.create(step.node(), context));
        }
        return run;
    }

    private void connect(Step step) {
        StepRun run = runs[step.index()];
        if (borders[step.index()] != null) {
            run.sendOut(borders[step.index()].sender(partition, held));
            return;
        }
        for (Edge edge : step.consumers()) {
            if (edge.to().stage() == step.stage()) {
                run.sendTo(runs[edge.to().index()], edge.port());
            } else {
                List<Page> pages = new ArrayList<>();
                waiting.add(new Waiting(edge, pages));
                run.sendOut(page -> held.hold(pages, page));
            }
        }
    }

    void begin(BatchTime time, Map<String, Long> closedWatermarks) {
        clear();
        for (StepRun run : runs) {
            run.context().begin(time, closedWatermarks);
        }
    }

    private void clear() {
        timer.reset();
        result.clear();
        held.clear();
        heldResult.clear();
        waiting.forEach(entry -> entry.pages().clear());
        fed.forEach(List::clear);
    }

    CheckpointCut cut(String name) {
        return states.cut(name);
    }

    void restoreFacts(Decoder in) {
        states.restoreFacts(in);
    }

    void restore(StoredContents contents, String name) throws IOException {
        states.restore(contents, name);
    }

    void commit() {
        states.changed();
        for (StepRun run : runs) {
            run.commit();
        }
    }

    void abort() {
        clear();
        for (StepRun run : runs) {
            run.abort();
        }
    }

    void advance(Map<String, Long> watermarks) {
        for (StepRun run : runs) {
            run.context().advance(watermarks);
        }
    }

    void accept(Step source, Page page) {
        Scratch outer = scratch.enter();
        try {
            runs[source.index()].take(0, page);
        } finally {
            scratch.leave(outer);
        }
    }

    void feed(Step source, Page page) {
        fed.get(source.index()).add(page);
    }

    /** Runs one stage: each step takes what waits for it, then ends its batch. */
    void run(int stage) {
        Scratch outer = scratch.enter();
        try {
            for (Step step : plan.steps()) {
                if (step.stage() == stage) {
                    takeWaiting(step);
                    runs[step.index()].finish();
                }
            }
        } finally {
            scratch.leave(outer);
        }
    }

    private void takeWaiting(Step step) {
        StepRun run = runs[step.index()];
        fed.get(step.index()).forEach(page -> run.take(0, page));
        for (Waiting entry : waiting) {
            if (entry.edge().to() == step) {
                entry.pages().forEach(page -> run.take(entry.edge().port(), page));
            }
        }
        for (Step sender : plan.steps()) {
            if (borders[sender.index()] != null) {
                takeExchanged(sender, step, run);
            }
        }
    }

    private void takeExchanged(Step sender, Step step, StepRun run) {
        for (Edge edge : sender.consumers()) {
            if (edge.to() == step) {
                borders[sender.index()].received(partition).forEach(page -> run.take(edge.port(), page));
            }
        }
    }

    /** Gives out what has come of the batch so far; who takes it counts it. */
    void takeResult(List<Page> delta) {
        delta.addAll(result);
        result.clear();
        heldResult.clear();
    }

    /** Gives out what is left; it stays counted until the next batch begins, as it is kept until then. */
    void collect(List<Page> delta, List<LateRows> late, List<RejectedRow> rejected) {
        delta.addAll(result);
        result.clear();
        for (StepRun run : runs) {
            late.addAll(run.context().takeLate());
            rejected.addAll(run.context().takeRejected());
        }
    }

    /** Gives back all memory; the partition runs no more. */
    void release() {
        held.clear();
        heldResult.clear();
        for (StepRun run : runs) {
            run.release();
        }
    }

    long watermark() {
        return runs[plan.root().index()].context().watermark();
    }

    /** The earliest time for which a step has asked. */
    long wakesAt() {
        long earliest = Long.MAX_VALUE;
        for (StepRun run : runs) {
            earliest = Math.min(earliest, run.context().wakesAt());
        }
        return earliest;
    }

    long nextClose() {
        long least = Long.MAX_VALUE;
        for (StepRun run : runs) {
            least = Math.min(least, run.nextClose());
        }
        return least;
    }

    NodeReport addTo(NodeReport sum, Step step) {
        StepRun run = runs[step.index()];
        return new NodeReport(
                sum.node(),
                sum.stage(),
                sum.inputs(),
                sum.rowsIn() + run.rowsIn(),
                sum.rowsOut() + run.rowsOut(),
                sum.nanos() + run.nanos(),
                sum.stateRows() + run.stateRows(),
                sum.stateBytes() + run.stateBytes());
    }
}
