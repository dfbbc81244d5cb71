package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.ChangePlan;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.WatermarkStep;
import io.millrace.engine.driver.pace.Pace;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.SourceReading;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Decides what is in a batch: what sources have, what was pushed, how far time has come. Used by the driver's thread. */
final class BatchPlanner {

    private final Relations relations;
    private final Pace pace;
    private final long batchRows;
    private final BiConsumer<Input, Throwable> noticeFailure;
    private final Consumer<Input> ended;

    /**
     * Makes a planner.
     *
     * @param batchRows most rows that a batch takes of what was pushed to one input
     * @param noticeFailure is told of inputs that cannot be read
     * @param ended is told of inputs that will never have more, without a batch
     */
    BatchPlanner(
            Relations relations,
            Pace pace,
            long batchRows,
            BiConsumer<Input, Throwable> noticeFailure,
            Consumer<Input> ended) {
        this.relations = relations;
        this.pace = pace;
        this.batchRows = batchRows;
        this.noticeFailure = noticeFailure;
        this.ended = ended;
    }

    /** What sources have now, by input; a source that has come to an end is told so. */
    public Map<Input, Discovery> discover(long batch, long nanos) {
        Map<Input, Discovery> found = new LinkedHashMap<>();
        for (Input input : relations.inputs()) {
            input.watermarks().advance(nanos);
            next(input).ifPresent(discovery -> {
                if (discovery.splits().isEmpty()) {
                    if (discovery.exhausted()) {
                        ended.accept(input);
                    }
                    input.found(discovery);
                    input.commit(batch);
                    input.health().succeeded();
                    noticeContent(input);
                } else {
                    found.put(input, discovery);
                }
            });
        }
        return found;
    }

    private Optional<Discovery> next(Input input) {
        if (input.reading().isEmpty()
                || input.exhausted()
                || input.suspended()
                || input.lost().isPresent()
                || input.waits()
                || !relations.consumed(input)
                || input.health().retryIn() > 0
                || !hasRoom(input)) {
            return Optional.empty();
        }
        return input.reading().get().next(input.offsets(), pace.next());
    }

    /** All of a table's source was read, or all but what cannot be read. */
    private static void noticeContent(Input input) {
        input.health()
                .problem()
                .ifPresentOrElse(
                        problem -> input.contentRead()
                                .completeExceptionally(new MillraceException(ErrorCode.SOURCE_FAILED, problem.text())),
                        () -> input.contentRead().complete(null));
    }

    /** Whether what is read can be kept, where it has to be. */
    private boolean hasRoom(Input input) {
        try {
            input.admit();
            return true;
        } catch (MillraceException e) {
            noticeFailure.accept(input, e);
            return false;
        }
    }

    /**
     * The plan of a batch, which takes what was pushed until now.
     *
     * @param found what sources have; they go on to find out what comes after it
     * @param waiting changes, of which it takes some
     */
    public PlannedBatch plan(
            BatchTime time, long nanos, long epoch, Map<Input, Discovery> found, WaitingChanges waiting) {
        List<Change> changes = waiting.take(batchRows);
        Map<Input, PlannedBatch.Part> parts = new LinkedHashMap<>();
        Map<String, InputPlan> plans = new HashMap<>();
        Map<String, WatermarkStep> watermarks = new HashMap<>();
        for (Input input : relations.inputs()) {
            Optional<Discovery> discovery = Optional.ofNullable(found.get(input));
            Inbound.Taken taken = input.hasPushed() ? input.inbound().take(batchRows) : Inbound.Taken.NOTHING;
            if (discovery.isPresent() || !taken.isEmpty()) {
                PlannedBatch.Part part = new PlannedBatch.Part(discovery, taken);
                parts.put(input, part);
                plans.put(input.name(), part.plan(input));
                watermarks.put(
                        input.name(),
                        new WatermarkStep(
                                input.watermarks().committed(),
                                input.watermarks().current()));
            }
            discovery.ifPresent(known -> {
                SourceReading reading = input.reading().orElseThrow();
                reading.prepare(known, pace.next());
            });
        }
        List<ChangePlan> changePlans = changes.stream().map(Change::plan).toList();
        return new PlannedBatch(
                new BatchPlan(time.batch(), time.timestamp(), epoch, seed(time), plans, changePlans, watermarks),
                nanos,
                parts,
                changes);
    }

    /** Not two batches have the same; see Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). */
    private static long seed(BatchTime time) {
        long mixed = (time.batch() ^ time.timestamp() << 20) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 31;
    }
}
