package io.millrace.app.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Z-set of rows: what changed, without regard to order and to steps in between. */
final class Changes {

    private final Map<String, Long> weights = new TreeMap<>();

    /** Adds rows written {@code + row} or {@code - row}. */
    static Changes of(List<String> signedRows) {
        Changes changes = new Changes();
        signedRows.forEach(row -> changes.add(row.substring(2), row.startsWith("+") ? 1 : -1));
        return changes;
    }

    static Changes between(List<String> before, List<String> after) {
        Changes changes = new Changes();
        before.forEach(row -> changes.add(row, -1));
        after.forEach(row -> changes.add(row, 1));
        return changes;
    }

    synchronized void add(String row, long weight) {
        weights.merge(row, weight, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** Takes the other changes away. */
    synchronized void subtract(Changes other) {
        other.weights.forEach((row, weight) -> add(row, -weight));
    }

    /** One line for each copy of a row. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        weights.forEach((row, weight) ->
                lines.addAll(Collections.nCopies((int) Math.abs(weight), (weight > 0 ? "+ " : "- ") + row)));
        return lines;
    }
}
