package io.millrace.planner.graph;

import io.millrace.dstream.WindowClose;
import java.util.Map;
import java.util.Optional;

/**
 * Holds changing rows back until their window is closed, where windows are given out when they close: as late as possible, that
 * is where the end of the window is about to be projected away, or at the root.
 */
final class WindowClosing {

    private WindowClosing() {}

    static Node closed(Node node, Planning planning) {
        if (!planning.closesWindows() || node.stream().appendOnly()) {
            return node;
        }
        return windowEnd(node.facts())
                .map(column -> new Node(new WindowClose(node.stream(), column), node.facts()))
                .orElse(node);
    }

    /** A column that is the end of a window. */
    static Optional<Integer> windowEnd(Facts facts) {
        return facts.times().entrySet().stream()
                .filter(time -> time.getValue().kind() == TimeFact.Kind.WINDOW_END)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }
}
