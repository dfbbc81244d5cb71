package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.time.BatchTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The plan of a batch with what the server keeps beside it while the batch runs: the senders who wait for it, and how its sources stand.
 *
 * @param nanos when it was planned, as intervals are measured
 * @param inputs what takes part, in the order in which it is read
 * @param changes those of the plan
 */
record PlannedBatch(BatchPlan plan, long nanos, Map<Input, Part> inputs, List<Change> changes) {

    /**
     * What one input has to do with a batch.
     *
     * @param found what its source had; empty when nothing is read from it
     * @param taken what was pushed
     */
    public record Part(Optional<Discovery> found, Inbound.Taken taken) {

        InputPlan plan(Input input) {
            InputPlan read = found.map(discovery -> InputPlan.scan(discovery.splits(), discovery.exhausted()))
                    .orElseGet(() -> InputPlan.scan(taken.splits(input.offsets()), taken.finished()));
            return read.with(taken.pushed(input.definition().physical()), taken.rejections());
        }
    }

    /**
     * A batch that was planned before a restart and is run again.
     *
     * @param early keeps what belongs to relations of queries that are not there yet
     */
    public static PlannedBatch again(BatchPlan plan, long nanos, Relations relations, EarlyRows early) {
        Map<Input, Part> parts = new LinkedHashMap<>();
        plan.inputs().forEach((name, part) -> {
            Input input = relations.input(name);
            if (input == null) {
                early.keep(name, part);
                return;
            }
            boolean read = input.reading().isPresent();
            Optional<Discovery> found = part.splits().isEmpty() || !read
                    ? Optional.empty()
                    : Optional.of(new Discovery(input.offsets(), part.splits(), Map.of(), part.exhausted()));
            parts.put(input, new Part(found, Inbound.Taken.again(part, !read)));
        });
        return new PlannedBatch(
                plan, nanos, parts, plan.changes().stream().map(Change::again).toList());
    }

    /** The same, but for what the sources of some inputs had. */
    public PlannedBatch without(Set<Input> unread) {
        Map<Input, Part> parts = new LinkedHashMap<>();
        inputs.forEach((input, part) ->
                parts.put(input, unread.contains(input) ? new Part(Optional.empty(), part.taken()) : part));
        return new PlannedBatch(plan, nanos, parts, changes);
    }

    /** The same, but for all of some inputs. */
    PlannedBatch withoutAll(Predicate<Input> left) {
        Map<Input, Part> parts = new LinkedHashMap<>(inputs);
        parts.keySet().removeIf(left);
        return new PlannedBatch(plan, nanos, parts, changes);
    }

    /** Whether it takes what the plan has of a relation. */
    boolean takes(String name) {
        return inputs.keySet().stream().anyMatch(input -> input.name().equals(name));
    }

    public BatchTime time() {
        return new BatchTime(plan.batch(), plan.timestamp());
    }

    /** Whether sources are read. */
    public boolean reads() {
        return inputs.values().stream().anyMatch(part -> part.found().isPresent());
    }

    /** Whether rows were pushed. */
    public boolean takes() {
        return !changes.isEmpty()
                || inputs.values().stream().anyMatch(part -> !part.taken().isEmpty());
    }
}
