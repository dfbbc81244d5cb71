package io.millrace.planner.graph.node;

import io.millrace.dstream.join.Distribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * What is known about the rows of a node besides their type.
 *
 * @param times facts by column, in the order of columns, so that equal queries give equal graphs in every process
 * @param fineTimes columns of event time that count less than milliseconds, as which they tell nothing yet
 * @param key columns whose values are unique among current rows
 * @param distribution how the rows lie on the partitions, when that is known
 */
public record Facts(
        Map<Integer, TimeFact> times,
        Set<Integer> fineTimes,
        Optional<List<Integer>> key,
        Optional<Distribution> distribution) {

    public static final Facts NONE = new Facts(Map.of(), Optional.empty(), Optional.empty());

    public Facts {
        times = Collections.unmodifiableMap(new TreeMap<>(times));
        fineTimes = Collections.unmodifiableSet(new TreeSet<>(fineTimes));
        key = key.map(List::copyOf);
    }

    /** Without event times that count less than milliseconds. */
    public Facts(Map<Integer, TimeFact> times, Optional<List<Integer>> key, Optional<Distribution> distribution) {
        this(times, Set.of(), key, distribution);
    }

    public Optional<TimeFact> time(int column) {
        return Optional.ofNullable(times.get(column));
    }

    public Facts withTimes(Map<Integer, TimeFact> newTimes) {
        return new Facts(newTimes, key, distribution);
    }

    public Facts withFineTimes(Set<Integer> newFineTimes) {
        return new Facts(times, newFineTimes, key, distribution);
    }

    public Facts withKey(Optional<List<Integer>> newKey) {
        return new Facts(times, fineTimes, newKey, distribution);
    }

    public Facts withDistribution(Optional<Distribution> newDistribution) {
        return new Facts(times, fineTimes, key, newDistribution);
    }

    /** The facts after columns have moved; {@code target} says where to, or −1 for columns that are gone. */
    public Facts moved(IntUnaryOperator target) {
        Map<Integer, TimeFact> movedTimes = new TreeMap<>();
        times.forEach((column, fact) -> {
            if (target.applyAsInt(column) >= 0) {
                movedTimes.put(target.applyAsInt(column), fact);
            }
        });
        Set<Integer> movedFineTimes = new TreeSet<>();
        fineTimes.stream()
                .filter(column -> target.applyAsInt(column) >= 0)
                .forEach(column -> movedFineTimes.add(target.applyAsInt(column)));
        return new Facts(
                movedTimes,
                movedFineTimes,
                key.flatMap(columns -> moved(columns, target)),
                distribution.flatMap(
                        lies -> moved(lies.keys(), target).map(keys -> new Distribution(lies.kind(), keys))));
    }

    /** The columns at their new places; empty when one of them is gone. */
    public static Optional<List<Integer>> moved(List<Integer> columns, IntUnaryOperator target) {
        List<Integer> result = new ArrayList<>();
        for (int column : columns) {
            int moved = target.applyAsInt(column);
            if (moved < 0) {
                return Optional.empty();
            }
            result.add(moved);
        }
        return Optional.of(result);
    }
}
