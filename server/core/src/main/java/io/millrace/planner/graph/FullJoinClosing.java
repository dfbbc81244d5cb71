package io.millrace.planner.graph;

import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Holds the rows of a full join of windows back until their window is closed. A row may lack either side, so that no column of
 * the result tells its window: the rows are closed here, or never.
 */
final class FullJoinClosing {

    private FullJoinClosing() {}

    /** @param joined the join of these sides */
    static Node closed(Node joined, JoinKeys keys) {
        Optional<Integer> left = WindowClosing.windowEnd(keys.left().facts());
        Optional<Integer> right = WindowClosing.windowEnd(keys.right().facts());
        if (left.isEmpty() || right.isEmpty() || !joinsWindows(keys)) {
            return joined;
        }
        RowType rowType = joined.rowType();
        int columns = rowType.size();
        Expression end = new Call(
                Function.COALESCE,
                List.of(
                        ExpressionTranslator.column(rowType, left.get()),
                        ExpressionTranslator.column(
                                rowType, keys.left().rowType().size() + right.get())),
                Type.TIMESTAMP,
                true);
        Node timed = ProjectTranslation.append(joined, List.of(end), List.of("window_end"));
        Node closed = new Node(new WindowClose(timed.stream(), columns), timed.facts());
        return ProjectTranslation.columns(
                closed, IntStream.range(0, columns).boxed().toList());
    }

    /** Whether rows are only paired with those of the same window. */
    private static boolean joinsWindows(JoinKeys keys) {
        return IntStream.range(0, keys.leftKeys().size()).anyMatch(key -> {
            Optional<TimeFact> left = keys.left().facts().time(keys.leftKeys().get(key));
            Optional<TimeFact> right =
                    keys.right().facts().time(keys.rightKeys().get(key));
            return left.isPresent() && left.get().ofWindow() && left.equals(right);
        });
    }
}
