package io.millrace.planner.graph;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.window.Expiry;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.TimeBounds;
import io.millrace.planner.graph.node.TimeFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known about a join before it is built.
 *
 * @param result facts of its rows, but for their distribution
 * @param bounds on the distance in time of the rows that it pairs
 */
record JoinFacts(Facts result, Optional<TimeBounds> bounds, Optional<Expiry> leftExpiry, Optional<Expiry> rightExpiry) {

    static JoinFacts of(JoinKind kind, JoinKeys keys, Optional<Expression> residual, Planning planning) {
        Node left = keys.left();
        Node right = keys.right();
        Optional<TimeBounds> bounds = TimeBounds.of(left, right, keys.leftKeys(), keys.rightKeys(), residual);
        Optional<Expiry> leftExpiry = bounds.flatMap(TimeBounds::leftExpiry);
        Optional<Expiry> rightExpiry = bounds.flatMap(TimeBounds::rightExpiry);
        Map<Integer, TimeFact> leftTimes = bounds.map(JoinFacts::leftTimes)
                .map(times -> withWindows(times, bounds.get().left(), left))
                .orElse(Map.of());
        Map<Integer, TimeFact> rightTimes = bounds.map(JoinFacts::rightTimes)
                .map(times -> withWindows(times, bounds.get().right(), right))
                .orElse(Map.of());
        if (planning.closesWindows() && bounds.isEmpty()) {
            if (right.facts().times().isEmpty()) {
                leftTimes = left.facts().times();
                leftExpiry = untilClosed(left, planning);
            } else if (left.facts().times().isEmpty()) {
                rightTimes = right.facts().times();
                rightExpiry = untilClosed(right, planning);
            }
        }
        Map<Integer, TimeFact> times = new TreeMap<>();
        if (kind != JoinKind.FULL) {
            times.putAll(leftTimes);
        }
        if (kind == JoinKind.INNER) {
            int leftColumns = left.rowType().size();
            rightTimes.forEach((column, fact) -> times.put(leftColumns + column, fact));
        }
        return new JoinFacts(new Facts(times, key(kind, keys), Optional.empty()), bounds, leftExpiry, rightExpiry);
    }

    /** When left rows come after right rows that they could be paired with were forgotten. */
    Optional<Expiry> leftLateness() {
        return bounds.flatMap(TimeBounds::leftLateness);
    }

    /** When right rows come after left rows that they could be paired with were forgotten. */
    Optional<Expiry> rightLateness() {
        return bounds.flatMap(TimeBounds::rightLateness);
    }

    /**
     * Whether it can wait with rows that stand alone until no partner can come any more. Rows of windows need not: they are held
     * back until the window closes.
     */
    boolean settles(JoinKind kind, Node left, Node right) {
        boolean knowsLeft = bounds.flatMap(TimeBounds::leftExpiry).isPresent();
        boolean knowsRight = bounds.flatMap(TimeBounds::rightExpiry).isPresent();
        boolean knows = switch (kind) {
            case LEFT, ANTI -> knowsLeft;
            case FULL -> knowsLeft && knowsRight;
            case INNER, SEMI -> false;
        };
        return knows
                && left.stream().appendOnly()
                && right.stream().appendOnly()
                && WindowClosing.windowEnd(result).isEmpty();
    }

    private static Map<Integer, TimeFact> leftTimes(TimeBounds bounds) {
        return bounds.leftFactOfPairs().map(fact -> Map.of(bounds.left(), fact)).orElse(Map.of());
    }

    private static Map<Integer, TimeFact> rightTimes(TimeBounds bounds) {
        return bounds.rightFactOfPairs()
                .map(fact -> Map.of(bounds.right(), fact))
                .orElse(Map.of());
    }

    /** When the column that survives tells a window, the other columns that tell the same window survive too. */
    private static Map<Integer, TimeFact> withWindows(Map<Integer, TimeFact> times, int column, Node side) {
        if (times.get(column) == null || !times.get(column).ofWindow()) {
            return times;
        }
        Map<Integer, TimeFact> all = new TreeMap<>(times);
        side.facts().times().forEach((other, fact) -> {
            if (fact.ofWindow()) {
                all.put(other, fact);
            }
        });
        return all;
    }

    /**
     * Where rows can only be added, a join with rows that change stands below a window that closes: from then on its rows make
     * no difference.
     */
    private static Optional<Expiry> untilClosed(Node side, Planning planning) {
        return planning.appendOnly()
                ? side.facts().times().entrySet().stream()
                        .filter(time -> time.getValue().ofWindow())
                        .findFirst()
                        .map(time -> new Expiry(time.getKey(), TimeBounds.completion(time.getValue())))
                : Optional.empty();
    }

    /** Columns that identify a row of the join. */
    static Optional<List<Integer>> key(JoinKind kind, JoinKeys keys) {
        Optional<List<Integer>> leftKey = keys.left().facts().key();
        Optional<List<Integer>> rightKey = keys.right().facts().key();
        if (kind == JoinKind.SEMI || kind == JoinKind.ANTI) {
            return leftKey;
        }
        boolean oneRight =
                rightKey.filter(key -> keys.rightKeys().containsAll(key)).isPresent();
        boolean oneLeft =
                leftKey.filter(key -> keys.leftKeys().containsAll(key)).isPresent();
        int leftColumns = keys.left().rowType().size();
        Optional<List<Integer>> shifted = rightKey.map(
                key -> key.stream().map(column -> column + leftColumns).toList());
        if (oneRight && leftKey.isPresent() && kind != JoinKind.FULL) {
            return leftKey;
        }
        if (oneLeft && kind == JoinKind.INNER && shifted.isPresent()) {
            return shifted;
        }
        if (leftKey.isEmpty() || shifted.isEmpty() || kind != JoinKind.INNER) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(leftKey.get());
        all.addAll(shifted.get());
        return Optional.of(all);
    }
}
