package io.millrace.engine.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All that decides what a batch gives, apart from the state after the batch before: run twice, it gives the same rows.
 *
 * @param batch its id, one more than that of the batch before
 * @param timestamp {@code CURRENT_TIMESTAMP}, epoch milliseconds, never less than that of the batch before
 * @param epoch of the server that planned it: grows with each start, so that results of a server that is gone are told apart
 * @param seed from which functions that are random draw
 * @param inputs what is taken of each relation that takes part; others have nothing new
 * @param changes of tables, and what comes with them, in their order; made after what {@code inputs} bring
 * @param watermarks of the relations that have one
 */
public record BatchPlan(
        long batch,
        long timestamp,
        long epoch,
        long seed,
        SortedMap<String, InputPlan> inputs,
        List<ChangePlan> changes,
        SortedMap<String, WatermarkStep> watermarks) {

    /** The maps may have any order. */
    public BatchPlan(
            long batch,
            long timestamp,
            long epoch,
            long seed,
            Map<String, InputPlan> inputs,
            List<ChangePlan> changes,
            Map<String, WatermarkStep> watermarks) {
        this(batch, timestamp, epoch, seed, sorted(inputs), changes, sorted(watermarks));
    }

    /** One without changes; the maps may have any order. */
    public BatchPlan(
            long batch,
            long timestamp,
            long epoch,
            long seed,
            Map<String, InputPlan> inputs,
            Map<String, WatermarkStep> watermarks) {
        this(batch, timestamp, epoch, seed, sorted(inputs), List.of(), sorted(watermarks));
    }

    public BatchPlan {
        inputs = sorted(inputs);
        changes = List.copyOf(changes);
        watermarks = sorted(watermarks);
    }

    /** The place among the changes of the one that something lands with; at most one does. */
    public OptionalInt landing() {
        return IntStream.range(0, changes.size())
                .filter(place -> changes.get(place).landed().isPresent())
                .findFirst();
    }

    /** The same, where something lands with a change. */
    public BatchPlan landing(int place, Landed landed) {
        List<ChangePlan> others = new ArrayList<>(changes);
        others.set(place, new ChangePlan(changes.get(place).relations(), Optional.of(landed)));
        return new BatchPlan(batch, timestamp, epoch, seed, inputs, others, watermarks);
    }

    /** By name, so that equal plans have equal bytes. */
    static <T> SortedMap<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
