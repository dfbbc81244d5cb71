package io.millrace.planner.graph;

import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AsofJoin.Nearest;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.join.JoinKind;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeBounds;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Layout;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Translates ASOF joins. */
final class AsofTranslation {

    private final GraphBuilder graph;

    AsofTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(LogicalAsofJoin join) {
        Node left = graph.translate(join.getLeft());
        Node right = graph.translate(join.getRight());
        JoinInfo info = JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
        Match match = Match.of(join.getMatchCondition(), left.rowType().size());
        if (match == null || !info.isEqui()) {
            throw unsupported("ASOF JOIN needs one comparison of times in MATCH_CONDITION and equalities in ON");
        }
        List<Integer> leftColumns = new ArrayList<>(info.leftKeys);
        List<Integer> rightColumns = new ArrayList<>(info.rightKeys);
        leftColumns.add(match.left());
        rightColumns.add(match.right() - left.rowType().size());
        JoinKeys columns = JoinKeys.of(left, right, leftColumns, rightColumns);
        Node result = joined(join.getJoinType() == JoinRelType.LEFT_ASOF, columns, match.nearest());
        int added = columns.left().rowType().size() - left.rowType().size();
        if (added == 0 && columns.right().rowType().size() == right.rowType().size()) {
            return result;
        }
        List<Integer> visible = new ArrayList<>();
        IntStream.range(0, left.rowType().size()).forEach(visible::add);
        int rightFrom = columns.left().rowType().size();
        IntStream.range(0, right.rowType().size()).forEach(column -> visible.add(rightFrom + column));
        return ProjectTranslation.columns(result, visible);
    }

    /** @param columns the keys, and behind them the columns of time */
    private Node joined(boolean outer, JoinKeys columns, Nearest nearest) {
        int keyCount = columns.leftKeys().size() - 1;
        int leftTime = columns.leftKeys().get(keyCount);
        int rightTime = columns.rightKeys().get(keyCount);
        JoinKeys keys = new JoinKeys(
                columns.left(),
                columns.right(),
                columns.leftKeys().subList(0, keyCount),
                columns.rightKeys().subList(0, keyCount));
        Layout layout = keys.left().rowType().type(leftTime).layout();
        if (layout != Layout.LONG && layout != Layout.INT) {
            throw unsupported("MATCH_CONDITION compares times, dates or whole numbers");
        }
        List<Integer> chosen = JoinTranslation.chosen(keys);
        Node left = keys.left().exchanged(Distribution.hash(JoinTranslation.at(keys.leftKeys(), chosen)));
        Node right = keys.right().exchanged(Distribution.hash(JoinTranslation.at(keys.rightKeys(), chosen)));
        OptionalLong completion =
                completion(left.facts().time(leftTime), right.facts().time(rightTime));
        boolean settled = graph.planning().closesWindows() && completion.isPresent();
        AsofJoin join = new AsofJoin(
                outer,
                left.stream(),
                right.stream(),
                keys.leftKeys(),
                keys.rightKeys(),
                leftTime,
                rightTime,
                nearest,
                completion,
                settled,
                JoinTranslation.both(left, right, outer ? JoinKind.LEFT : JoinKind.INNER));
        Optional<TimeFact> time = nearest.back() && completion.isPresent()
                ? TimeBounds.kept(left.facts().times().get(leftTime), completion.getAsLong())
                : Optional.empty();
        Map<Integer, TimeFact> times = time.map(fact -> Map.of(leftTime, fact)).orElse(Map.of());
        return new Node(join, new Facts(times, left.facts().key(), left.facts().distribution()));
    }

    private OptionalLong completion(Optional<TimeFact> left, Optional<TimeFact> right) {
        return graph.planning().continuous() && left.isPresent() && right.isPresent()
                ? OptionalLong.of(Math.max(TimeBounds.completion(left.get()), TimeBounds.completion(right.get())))
                : OptionalLong.empty();
    }

    private static UnplannableException unsupported(String text) {
        return new UnplannableException(ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.JOIN), text);
    }

    /** The match condition: a column of the left, one of the right, counted through, and where the right one lies. */
    private record Match(int left, int right, Nearest nearest) {

        static Match of(RexNode condition, int leftColumns) {
            if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
                return null;
            }
            RexNode first = withoutCast(call.getOperands().get(0));
            RexNode second = withoutCast(call.getOperands().get(1));
            if (!(first instanceof RexInputRef one) || !(second instanceof RexInputRef other)) {
                return null;
            }
            boolean inOrder = one.getIndex() < leftColumns;
            SqlKind comparison = inOrder ? call.getKind() : call.getKind().reverse();
            Nearest nearest = nearest(comparison);
            return nearest == null
                    ? null
                    : new Match(
                            inOrder ? one.getIndex() : other.getIndex(),
                            inOrder ? other.getIndex() : one.getIndex(),
                            nearest);
        }

        private static RexNode withoutCast(RexNode node) {
            return node.getKind() == SqlKind.CAST
                    ? ((RexCall) node).getOperands().get(0)
                    : node;
        }

        private static Nearest nearest(SqlKind comparison) {
            return switch (comparison) {
                case GREATER_THAN_OR_EQUAL -> Nearest.AT_OR_BEFORE;
                case GREATER_THAN -> Nearest.BEFORE;
                case LESS_THAN_OR_EQUAL -> Nearest.AT_OR_AFTER;
                case LESS_THAN -> Nearest.AFTER;
                default -> null;
            };
        }
    }
}
