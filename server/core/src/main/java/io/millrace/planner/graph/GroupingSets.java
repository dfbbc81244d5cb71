package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Union;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** Translates GROUPING SETS, ROLLUP and CUBE into a union of aggregates, one per set. */
final class GroupingSets {

    private GroupingSets() {}

    static Node translate(AggregateTranslation grouping, Node input, Aggregate aggregate) {
        RowType rowType = TypeConversion.rowType(aggregate.getRowType());
        List<DStream> branches = new ArrayList<>();
        Map<Integer, TimeFact> times = null;
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            Node branch = branch(grouping, input, aggregate, set, rowType);
            branches.add(branch.stream());
            if (times == null) {
                times = new TreeMap<>(branch.facts().times());
            } else {
                times.keySet().retainAll(branch.facts().times().keySet());
            }
        }
        return new Node(
                new Union(branches, rowType),
                new Facts(times == null ? Map.of() : times, Optional.empty(), Optional.empty()));
    }

    private static Node branch(
            AggregateTranslation grouping, Node input, Aggregate aggregate, ImmutableBitSet set, RowType rowType) {
        List<AggregateCall> computed = aggregate.getAggCallList().stream()
                .filter(call -> !describesSet(call))
                .toList();
        AggregateCalls calls = AggregateCalls.translate(computed, input);
        Node grouped =
                calls.complete(grouping.group(input, set.asList(), calls.computed()), set.cardinality(), rowType);
        List<Expression> expressions = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            Field field = rowType.field(expressions.size());
            int position = set.asList().indexOf(key);
            expressions.add(
                    position < 0
                            ? Literal.nullOf(field.type())
                            : ExpressionTranslator.column(grouped.rowType(), position));
        }
        int next = set.cardinality();
        for (AggregateCall call : aggregate.getAggCallList()) {
            Type type = rowType.type(expressions.size());
            expressions.add(
                    describesSet(call)
                            ? Casts.cast(Literal.of(description(call, set), Type.BIGINT), type)
                            : ExpressionTranslator.column(grouped.rowType(), next++));
        }
        return ProjectTranslation.project(grouped, expressions, rowType);
    }

    /** Whether a query asks by what its rows are grouped. */
    static boolean areDescribed(Aggregate aggregate) {
        return aggregate.getAggCallList().stream().anyMatch(GroupingSets::describesSet);
    }

    private static boolean describesSet(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID;
    }

    /** GROUPING(a, b …): one bit per argument, set when the set does not group by it; GROUP_ID tells equal sets apart. */
    private static long description(AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        if (call.getAggregation().getKind() != SqlKind.GROUP_ID) {
            for (int argument : call.getArgList()) {
                bits = bits << 1 | (set.get(argument) ? 0 : 1);
            }
        }
        return bits;
    }
}
