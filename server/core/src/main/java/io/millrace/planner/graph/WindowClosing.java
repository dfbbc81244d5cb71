package io.millrace.planner.graph;

import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.Expression;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.HiddenEnd;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.TimeFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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
        Optional<Integer> end = windowEnd(node.facts());
        if (end.isPresent()) {
            return new Node(new WindowClose(node.stream(), end.get()), node.facts());
        }
        return node.facts().times().entrySet().stream()
                .filter(time -> time.getValue().ofWindow())
                .findFirst()
                .map(time -> closedByHiddenEnd(node, time.getKey(), time.getValue()))
                .orElse(node);
    }

    /** Closes windows by what another column tells of their end, as that of a session does. */
    private static Node closedByHiddenEnd(Node node, int column, TimeFact fact) {
        Expression end = HiddenEnd.of(ExpressionTranslator.column(node.rowType(), column), fact);
        Node extended = ProjectTranslation.append(node, List.of(end), List.of("window_close"));
        int hidden = node.rowType().size();
        Node closed = new Node(new WindowClose(extended.stream(), hidden), extended.facts());
        return ProjectTranslation.columns(
                closed, IntStream.range(0, hidden).boxed().toList());
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
