package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.join.JoinKind;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.BatchSnapshot;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.ComparedTimes;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Translates joins; derives from their conditions when rows can be forgotten. */
final class JoinTranslation {

    private final GraphBuilder graph;

    JoinTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(org.apache.calcite.rel.core.Join join) {
        Optional<RelNode> snapshot = BatchSnapshot.removedFrom(join.getRight());
        Optional<TableScan> lookedUp = snapshot.flatMap(LookupTranslation::scan);
        if (lookedUp.isPresent()) {
            return new LookupTranslation(graph, join, snapshot.get(), lookedUp.get()).translate();
        }
        Node left = graph.translate(join.getLeft());
        Node right = graph.translate(snapshot.orElse(join.getRight()));
        boolean asOfBatch = snapshot.isPresent() && graph.planning().continuous();
        Condition condition = Condition.of(join, asOfBatch, graph.planning().rex());
        RexNode remaining = condition.remaining();
        if (join.getJoinType() != JoinRelType.RIGHT) {
            return joined(kind(join.getJoinType()), asOfBatch, left, right, condition, remaining);
        }
        int leftColumns = left.rowType().size();
        int rightColumns = right.rowType().size();
        RexNode mirrored =
                remaining.accept(moved(column -> column < leftColumns ? column + rightColumns : column - leftColumns));
        Node result = joined(JoinKind.LEFT, false, right, left, condition.mirrored(), mirrored);
        List<Integer> order = new ArrayList<>();
        IntStream.range(0, leftColumns).forEach(column -> order.add(column + rightColumns));
        IntStream.range(0, rightColumns).forEach(order::add);
        return ProjectTranslation.columns(result, order);
    }

    /**
     * The condition of a join.
     *
     * @param nullKeys positions of the keys in which nulls are equal
     * @param remaining what it says besides
     */
    private record Condition(
            List<Integer> leftKeys, List<Integer> rightKeys, List<Integer> nullKeys, RexNode remaining) {

        static Condition of(org.apache.calcite.rel.core.Join join, boolean strict, RexBuilder rex) {
            if (strict) {
                JoinInfo info = JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
                return new Condition(info.leftKeys, info.rightKeys, List.of(), info.getRemaining(rex));
            }
            List<Integer> leftKeys = new ArrayList<>();
            List<Integer> rightKeys = new ArrayList<>();
            List<Boolean> dropsNulls = new ArrayList<>();
            RexNode remaining = RelOptUtil.splitJoinCondition(
                    join.getLeft(), join.getRight(), join.getCondition(), leftKeys, rightKeys, dropsNulls);
            remaining = withoutKeys(join, leftKeys, rightKeys, dropsNulls, remaining, rex);
            List<Integer> nullKeys = IntStream.range(0, leftKeys.size())
                    .filter(key -> !dropsNulls.get(key))
                    .boxed()
                    .toList();
            return new Condition(leftKeys, rightKeys, nullKeys, remaining);
        }

        /** Keys in which nulls are equal and which no one type holds are compared instead. */
        private static RexNode withoutKeys(
                org.apache.calcite.rel.core.Join join,
                List<Integer> leftKeys,
                List<Integer> rightKeys,
                List<Boolean> dropsNulls,
                RexNode remaining,
                RexBuilder rex) {
            int leftColumns = join.getLeft().getRowType().getFieldCount();
            RexNode condition = remaining;
            for (int key = leftKeys.size() - 1; key >= 0; key--) {
                RexNode left = rex.makeInputRef(join.getLeft(), leftKeys.get(key));
                RexNode right = rex.makeInputRef(join.getRight(), rightKeys.get(key));
                if (!dropsNulls.get(key) && ComparedTimes.keep(left.getType(), right.getType())) {
                    RexNode same = rex.makeCall(
                            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                            left,
                            rex.makeInputRef(right.getType(), leftColumns + rightKeys.get(key)));
                    condition = RexUtil.composeConjunction(rex, List.of(condition, same));
                    leftKeys.remove(key);
                    rightKeys.remove(key);
                    dropsNulls.remove(key);
                }
            }
            return condition;
        }

        Condition mirrored() {
            return new Condition(rightKeys, leftKeys, nullKeys, remaining);
        }
    }

    private static JoinKind kind(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case FULL -> JoinKind.FULL;
            case SEMI -> JoinKind.SEMI;
            case ANTI -> JoinKind.ANTI;
            default ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.of(Construct.Kind.JOIN),
                        "this kind of join is not supported; write it as an inner or outer join");
        };
    }

    private RexShuttle moved(IntUnaryOperator move) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(move.applyAsInt(reference.getIndex()), reference.getType());
            }
        };
    }

    private Node joined(
            JoinKind kind, boolean asOfBatch, Node left, Node right, Condition condition, RexNode remaining) {
        JoinKeys keys = JoinKeys.of(left, right, condition.leftKeys(), condition.rightKeys());
        int leftColumns = left.rowType().size();
        int added = keys.left().rowType().size() - leftColumns;
        Optional<Expression> residual = Optional.empty();
        if (!remaining.isAlwaysTrue()) {
            RexNode shifted = remaining.accept(moved(column -> column < leftColumns ? column : column + added));
            residual = Optional.of(new ExpressionTranslator(
                            both(keys.left(), keys.right(), JoinKind.INNER),
                            graph.planning().rex())
                    .translate(shifted));
        }
        Node result = asOfBatch
                ? lookup(kind == JoinKind.LEFT, keys, residual)
                : join(kind, keys, condition.nullKeys(), residual);
        if (added == 0 && keys.right().rowType().size() == right.rowType().size()) {
            return result;
        }
        List<Integer> visible = new ArrayList<>();
        IntStream.range(0, leftColumns).forEach(visible::add);
        if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            IntStream.range(0, right.rowType().size()).forEach(column -> visible.add(leftColumns + added + column));
        }
        return ProjectTranslation.columns(result, visible);
    }

    private Node join(JoinKind kind, JoinKeys keys, List<Integer> nullKeys, Optional<Expression> residual) {
        List<Integer> leftKeys = keys.leftKeys();
        List<Integer> rightKeys = keys.rightKeys();
        JoinFacts facts = JoinFacts.of(kind, keys, residual, graph.planning());
        List<Integer> chosen = chosen(keys);
        Node left = keys.left().exchanged(Distribution.hash(at(leftKeys, chosen)));
        Node right = keys.right().exchanged(Distribution.hash(at(rightKeys, chosen)));
        RowType rowType = kind == JoinKind.SEMI || kind == JoinKind.ANTI ? left.rowType() : both(left, right, kind);
        boolean continuous = graph.planning().continuous();
        DStream join = new Join(
                kind,
                left.stream(),
                right.stream(),
                leftKeys,
                rightKeys,
                nullKeys,
                residual,
                facts.leftExpiry().filter(any -> continuous),
                facts.rightExpiry().filter(any -> continuous),
                facts.leftLateness().filter(any -> continuous),
                facts.rightLateness().filter(any -> continuous),
                facts.settles(kind, left, right) && graph.planning().closesWindows(),
                rowType);
        Optional<Distribution> distribution =
                kind == JoinKind.FULL ? Optional.empty() : left.facts().distribution();
        Node result = new Node(join, facts.result().withDistribution(distribution));
        return kind == JoinKind.FULL && graph.planning().closesWindows()
                ? FullJoinClosing.closed(result, keys)
                : result;
    }

    /** The join of rows that only come with the other side as it is in their batch. */
    private static Node lookup(boolean outer, JoinKeys keys, Optional<Expression> residual) {
        if (!keys.left().stream().appendOnly()) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.of(Construct.Kind.JOIN),
                    "FOR SYSTEM_TIME AS OF the current rows needs a left side whose rows are only added;"
                            + " leave it out to join with the current rows at any time");
        }
        JoinKind kind = outer ? JoinKind.LEFT : JoinKind.INNER;
        List<Integer> chosen = chosen(keys);
        Node left = keys.left().exchanged(Distribution.hash(at(keys.leftKeys(), chosen)));
        Node right = keys.right().exchanged(Distribution.hash(at(keys.rightKeys(), chosen)));
        LookupJoin join = new LookupJoin(
                outer,
                left.stream(),
                right.stream(),
                keys.leftKeys(),
                keys.rightKeys(),
                residual,
                both(left, right, kind));
        return new Node(join, left.facts().withKey(JoinFacts.key(kind, keys)));
    }

    /** Which of the keys the rows are distributed by: those that one side lies by already, else all. */
    static List<Integer> chosen(JoinKeys keys) {
        List<Integer> all = IntStream.range(0, keys.leftKeys().size()).boxed().toList();
        return positions(keys.left(), keys.leftKeys())
                .or(() -> positions(keys.right(), keys.rightKeys()))
                .orElse(all);
    }

    private static Optional<List<Integer>> positions(Node side, List<Integer> keys) {
        return side.facts()
                .distribution()
                .filter(lies -> lies.kind() == Distribution.Kind.HASH)
                .flatMap(lies -> Facts.moved(lies.keys(), keys::indexOf));
    }

    static List<Integer> at(List<Integer> keys, List<Integer> positions) {
        return positions.stream().map(keys::get).toList();
    }

    /** The columns of both sides, those that can be missing nullable. */
    static RowType both(Node left, Node right, JoinKind kind) {
        List<Field> fields = new ArrayList<>();
        boolean leftNullable = kind == JoinKind.FULL;
        boolean rightNullable = kind == JoinKind.LEFT || kind == JoinKind.FULL;
        left.rowType()
                .fields()
                .forEach(field -> fields.add(new Field(field.name(), field.type(), field.nullable() || leftNullable)));
        right.rowType()
                .fields()
                .forEach(field -> fields.add(
                        new Field(unused(field.name(), fields), field.type(), field.nullable() || rightNullable)));
        return new RowType(fields);
    }

    private static String unused(String name, List<Field> fields) {
        String unused = name;
        for (int i = 0; contains(fields, unused); i++) {
            unused = name + i;
        }
        return unused;
    }

    private static boolean contains(List<Field> fields, String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
