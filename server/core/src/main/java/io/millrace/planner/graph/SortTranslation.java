package io.millrace.planner.graph;

import io.millrace.dstream.TopN;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.window.Expiry;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeBounds;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** Translates ORDER BY with LIMIT, and the first rows of each partition. An order alone has no meaning inside a query. */
final class SortTranslation {

    private final GraphBuilder graph;

    SortTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(Sort sort) {
        Node input = graph.translate(sort.getInput());
        if (sort.fetch == null && sort.offset == null) {
            return input;
        }
        long offset = count(sort.offset, 0);
        long limit = count(sort.fetch, Long.MAX_VALUE);
        List<SortKey> order = keys(sort.getCollation());
        Node placed = input.exchanged(Distribution.SINGLE);
        TopN first =
                new TopN(placed.stream(), List.of(), order, offset, limit, false, Optional.empty(), input.rowType());
        return new Node(first, placed.facts().withTimes(Map.of()));
    }

    private static long count(RexNode rows, long missing) {
        if (rows == null) {
            return missing;
        }
        if (rows instanceof RexLiteral literal) {
            return literal.getValueAs(Long.class);
        }
        throw new UnplannableException(
                ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.ORDER_BY), "LIMIT and OFFSET must be constants");
    }

    static List<SortKey> keys(RelCollation collation) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation field : collation.getFieldCollations()) {
            keys.add(new SortKey(
                    field.getFieldIndex(),
                    field.getDirection().isDescending(),
                    field.nullDirection == RelFieldCollation.NullDirection.FIRST));
        }
        return keys;
    }

    /** The first rows of each partition, with their number as last column. */
    Node ranked(Node input, List<Integer> partition, List<SortKey> order, long limit) {
        Node placed = input.distributedBy(partition);
        List<Field> fields = new ArrayList<>(input.rowType().fields());
        fields.add(new Field("row_number", Type.BIGINT, false));
        Optional<Expiry> expiry = partition.stream()
                .flatMap(column -> input
                        .facts()
                        .time(column)
                        .filter(TimeFact::ofWindow)
                        .map(fact -> new Expiry(column, TimeBounds.completion(fact)))
                        .stream())
                .min(Comparator.comparingLong(Expiry::delay))
                .filter(found -> graph.planning().continuous());
        TopN first = new TopN(placed.stream(), partition, order, 0, limit, true, expiry, new RowType(fields));
        Optional<List<Integer>> key =
                limit == 1 ? Optional.of(partition) : placed.facts().key();
        Facts facts = placed.facts().withKey(key);
        return new Node(first, expiry.isPresent() ? facts : facts.withTimes(Map.of()));
    }
}
