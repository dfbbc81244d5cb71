package io.millrace.planner;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Over;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.TopN;
import io.millrace.dstream.WindowClose;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says of a continuous query what a change costs, what it keeps from batch to batch, and what bounds that. */
public final class StateExplanation {

    private final Set<String> kept = new LinkedHashSet<>();
    private boolean inOrder;

    private StateExplanation() {}

    /** Lines for behind the graph. */
    public static List<String> lines(PlannedQuery query) {
        StateExplanation explanation = new StateExplanation();
        explanation.visit(query.root());
        List<String> lines = new ArrayList<>();
        lines.add("incremental: a batch costs what changes in it"
                + (explanation.inOrder ? ", and the rows behind that in the same partitions" : ""));
        lines.add("rows: " + rows(query));
        explanation.kept.forEach(state -> lines.add("keeps: " + state));
        if (explanation.kept.isEmpty()) {
            lines.add("keeps: nothing from batch to batch");
        }
        query.warnings().forEach(warning -> lines.add("not bounded: " + warning));
        if (query.warnings().isEmpty() && !explanation.kept.isEmpty()) {
            lines.add("bounded: by the tables and watermarks of what is read");
        }
        return lines;
    }

    private static String rows(PlannedQuery query) {
        if (query.appendOnly()) {
            return "only added";
        }
        return query.key()
                .filter(key -> !key.isEmpty())
                .map(key -> "change, by their key " + names(query.rowType(), key))
                .orElse("change");
    }

    private void visit(DStream node) {
        node.inputs().forEach(this::visit);
        state(node).ifPresent(kept::add);
        inOrder |= node instanceof Over
                || node instanceof MatchRecognize
                || node instanceof SessionWindow
                || node instanceof SessionAggregate;
    }

    private static Optional<String> state(DStream node) {
        if (node instanceof Aggregate aggregate) {
            String group = aggregate.keys().isEmpty()
                    ? "one group"
                    : "a group for each " + names(aggregate.input().rowType(), aggregate.keys());
            return Optional.of(group + (aggregate.windowEnd().isPresent() ? ", until its window closes" : ""));
        }
        if (node instanceof Join join) {
            return Optional.of("the rows of both sides of a join"
                    + (join.leftKeys().isEmpty()
                            ? ""
                            : ", by " + names(join.left().rowType(), join.leftKeys()))
                    + (join.leftExpiry().isPresent() && join.rightExpiry().isPresent()
                            ? ", until the watermark passes their time"
                            : ""));
        }
        if (node instanceof AsofJoin join) {
            return Optional.of("the rows of both sides of an ASOF join"
                    + (join.completion().isPresent() ? ", until the watermark passes their time" : ""));
        }
        if (node instanceof TopN top) {
            return Optional.of((top.input().appendOnly() ? "the first rows" : "all rows, to know the first ones")
                    + ofEach(top.input().rowType(), top.partition()));
        }
        return ordered(node);
    }

    private static Optional<String> ordered(DStream node) {
        if (node instanceof Over over) {
            return Optional.of("rows of OVER" + ofEach(over.input().rowType(), over.partition())
                    + (over.release().isPresent() ? ", until the watermark passes them" : ""));
        }
        if (node instanceof SessionWindow || node instanceof SessionAggregate) {
            return Optional.of("sessions that are open");
        }
        if (node instanceof MatchRecognize match) {
            return Optional.of(
                    "rows of matches that have begun" + ofEach(match.input().rowType(), match.partition()));
        }
        if (node instanceof WindowClose) {
            return Optional.of("rows of windows that are open");
        }
        return node instanceof TemporalFilter filter && filter.until().isPresent()
                ? Optional.of("rows until time takes them out")
                : Optional.empty();
    }

    private static String ofEach(RowType rowType, List<Integer> partition) {
        return partition.isEmpty() ? "" : " of each " + names(rowType, partition);
    }

    private static String names(RowType rowType, List<Integer> columns) {
        return columns.stream().map(column -> rowType.field(column).name()).collect(Collectors.joining(", "));
    }
}
