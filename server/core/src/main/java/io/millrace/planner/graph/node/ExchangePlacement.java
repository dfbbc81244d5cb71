package io.millrace.planner.graph.node;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Project;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides where an exchange stands: below the assignment to windows, where a row that belongs to several windows is still one
 * row, when its keys are known there; else on top.
 */
final class ExchangePlacement {

    private ExchangePlacement() {}

    static DStream place(DStream stream, Distribution distribution) {
        if (distribution.kind() == Distribution.Kind.HASH) {
            Optional<DStream> below = belowWindow(stream, distribution.keys());
            if (below.isPresent()) {
                return below.get();
            }
        }
        return new Exchange(stream, distribution);
    }

    private static Optional<DStream> belowWindow(DStream stream, List<Integer> keys) {
        if (stream instanceof WindowAssign assign) {
            int inputColumns = assign.input().rowType().size();
            if (keys.stream().allMatch(key -> key < inputColumns)) {
                return Optional.of(over(assign, place(assign.input(), Distribution.hash(keys))));
            }
        }
        if (stream instanceof Project project) {
            return inputKeys(project, keys)
                    .flatMap(inputKeys -> belowWindow(project.input(), inputKeys))
                    .map(input -> over(project, input));
        }
        return Optional.empty();
    }

    /** The columns of the input that the keys are, when they are just columns of it. */
    private static Optional<List<Integer>> inputKeys(Project project, List<Integer> keys) {
        List<Integer> inputKeys = new ArrayList<>();
        for (int key : keys) {
            Expression expression = project.expressions().get(key);
            if (!(expression instanceof ColumnReference reference)) {
                return Optional.empty();
            }
            inputKeys.add(reference.index());
        }
        return Optional.of(inputKeys);
    }

    private static DStream over(DStream node, DStream input) {
        return GraphRewriter.withInputs(node, List.of(input));
    }
}
