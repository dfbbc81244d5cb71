package io.millrace.planner;

import io.millrace.dstream.expression.SortKey;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * The outermost ORDER BY and LIMIT, taken off a query whose reader sorts and counts by himself.
 *
 * @param algebra the query without them: the visible columns, then those that only the order refers to
 * @param names of the visible columns
 * @param orderIgnored whether there was an ORDER BY that can have no effect
 */
record FinalSort(
        RelNode algebra,
        List<String> names,
        List<SortKey> order,
        boolean orderIgnored,
        long offset,
        OptionalLong limit) {

    static FinalSort of(RelRoot root, PlanMode mode) {
        List<Integer> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        root.fields.forEach(field -> {
            columns.add(field.getKey());
            names.add(field.getValue());
        });
        if (!(root.rel instanceof Sort sort) || !takenOff(sort, mode)) {
            return new FinalSort(project(root.rel, columns, names), names, List.of(), false, 0, OptionalLong.empty());
        }
        List<SortKey> order = new ArrayList<>();
        if (mode == PlanMode.RESULT) {
            for (RelFieldCollation collation : sort.getCollation().getFieldCollations()) {
                int position = columns.indexOf(collation.getFieldIndex());
                if (position < 0) {
                    position = columns.size();
                    columns.add(collation.getFieldIndex());
                }
                order.add(new SortKey(
                        position,
                        collation.getDirection().isDescending(),
                        collation.nullDirection == RelFieldCollation.NullDirection.FIRST));
            }
        }
        return new FinalSort(
                project(sort.getInput(), columns, names),
                names,
                order,
                mode != PlanMode.RESULT
                        && !sort.getCollation().getFieldCollations().isEmpty(),
                count(sort.offset).orElse(0),
                count(sort.fetch));
    }

    /** A view has no order; a subscription can count its rows, but not sort what never ends. */
    private static boolean takenOff(Sort sort, PlanMode mode) {
        boolean counts = sort.fetch != null || sort.offset != null;
        return switch (mode) {
            case RESULT -> true;
            case SUBSCRIPTION -> {
                if (!sort.getCollation().getFieldCollations().isEmpty()) {
                    throw new UnplannableException(
                            ErrorCode.INVALID_QUERY,
                            Construct.of(Construct.Kind.ORDER_BY),
                            "rows that never end cannot be sorted; leave out ORDER BY, or STREAM");
                }
                yield true;
            }
            case SUBSCRIPTION_CHANGES, VIEW, VIEW_ON_WINDOW_CLOSE, STREAM, SINK, SINK_CHANGES -> !counts;
        };
    }

    private static OptionalLong count(RexNode rows) {
        return rows instanceof RexLiteral literal
                ? OptionalLong.of(literal.getValueAs(Long.class))
                : OptionalLong.empty();
    }

    private static RelNode project(RelNode input, List<Integer> columns, List<String> names) {
        List<RexNode> references = new ArrayList<>();
        List<String> all = new ArrayList<>(names);
        for (int column : columns) {
            references.add(input.getCluster().getRexBuilder().makeInputRef(input, column));
        }
        for (int hidden = names.size(); hidden < columns.size(); hidden++) {
            all.add(input.getRowType().getFieldNames().get(columns.get(hidden)));
        }
        return LogicalProject.create(input, List.of(), references, all, Set.of());
    }
}
