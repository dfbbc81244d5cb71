package io.millrace.planner.graph;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.TopN;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.planner.graph.node.GraphRewriter;
import java.util.List;

/**
 * Lets windows refuse late rows where the groups or rows of a window are forgotten when it closes. Sessions refuse late rows
 * themselves, and windows over them close later than their end says, so that it is left to the aggregate to refuse.
 */
final class LateRowRefusal {

    private LateRowRefusal() {}

    static DStream refusedByWindows(DStream root) {
        return mark(root, false);
    }

    private static DStream mark(DStream node, boolean grouped) {
        boolean below = grouped
                || (node instanceof Aggregate aggregate && aggregate.windowEnd().isPresent())
                || (node instanceof TopN top && top.expiry().isPresent())
                || node instanceof WindowClose;
        List<DStream> inputs =
                node.inputs().stream().map(input -> mark(input, below)).toList();
        DStream marked = GraphRewriter.withInputs(node, inputs);
        return grouped && marked instanceof WindowAssign assign && !SessionTranslation.isIn(assign.input())
                ? new WindowAssign(assign.input(), assign.time(), assign.window(), assign.rowType(), true)
                : marked;
    }
}
