package io.millrace.planner.graph;

import io.millrace.catalog.Relation;
import io.millrace.catalog.TableRelation;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Source;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Facts;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.RelationTable;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Translates the join with a table that is looked up outside: an {@link AwaitedJoin} on the whole primary key, then whatever else the
 * condition and the columns ask of the row that was found.
 */
final class LookupTranslation {

    private final GraphBuilder graph;
    private final Join join;
    private final RelNode side;
    private final TableScan scan;
    private final TableRelation table;
    private final RexBuilder rex;
    private final int leftColumns;
    /** By column of the key, what it is equal to on the left. */
    private final Map<Integer, RexNode> keys = new TreeMap<>();
    /** Over the columns of the left, then those of the table. */
    private final List<RexNode> remaining = new ArrayList<>();

    private List<RexNode> outputs;

    /** @param side filters and projections over the scan */
    LookupTranslation(GraphBuilder graph, Join join, RelNode side, TableScan scan) {
        this.graph = graph;
        this.join = join;
        this.side = side;
        this.scan = scan;
        this.table = (TableRelation) relation(scan);
        this.rex = graph.planning().rex();
        this.leftColumns = join.getLeft().getRowType().getFieldCount();
    }

    private static Relation relation(TableScan scan) {
        return scan.getTable().unwrap(RelationTable.class).relation();
    }

    /** The table below filters and projections, when it is one that is looked up. */
    static Optional<TableScan> scan(RelNode side) {
        if (side instanceof TableScan scan) {
            return relation(scan) instanceof TableRelation table && table.isLookedUp()
                    ? Optional.of(scan)
                    : Optional.empty();
        }
        return side instanceof org.apache.calcite.rel.core.Filter || side instanceof Project
                ? scan(side.getInput(0))
                : Optional.empty();
    }

    /** Fails when the rows of a table that is looked up are to be read. */
    static void refuseReading(Relation relation) {
        if (relation instanceof TableRelation table && table.isLookedUp()) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.relation(relation.name().name()),
                    "\"" + relation.name() + "\" is outside, and its rows are looked up by key only; write … JOIN "
                            + relation.name() + " FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP ON …");
        }
    }

    private static UnplannableException refused(String text) {
        return new UnplannableException(ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.JOIN), text);
    }

    Node translate() {
        if (join.getJoinType() != JoinRelType.INNER && join.getJoinType() != JoinRelType.LEFT) {
            throw refused("FOR SYSTEM_TIME AS OF works in inner and left joins only");
        }
        unfold();
        Node left = graph.translate(join.getLeft());
        boolean waits = graph.planning().continuous();
        if (waits && !left.stream().appendOnly()) {
            throw refused("rows are looked up outside for a left side whose rows are only added; put the join below"
                    + " what changes them");
        }
        graph.looksUpIn(table);
        Node joined = joined(left, waits);
        return visible(joined, joined.rowType().size() - table.answerType().size());
    }

    /** Expresses the condition and the columns of the right side by those of the table. */
    private void unfold() {
        List<RexNode> conditions = new ArrayList<>();
        outputs = new ArrayList<>(rex.identityProjects(side.getRowType()));
        RelNode node = side;
        while (!(node instanceof TableScan)) {
            if (node instanceof Project project) {
                outputs = RelOptUtil.pushPastProject(outputs, project);
                conditions = RelOptUtil.pushPastProject(conditions, project);
            } else {
                conditions.addAll(RelOptUtil.conjunctions(((org.apache.calcite.rel.core.Filter) node).getCondition()));
            }
            node = node.getInput(0);
        }
        RexShuttle toTable = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return reference.getIndex() < leftColumns
                        ? reference
                        : RexUtil.shift(outputs.get(reference.getIndex() - leftColumns), leftColumns);
            }
        };
        RelOptUtil.conjunctions(join.getCondition()).forEach(part -> sort(part.accept(toTable)));
        conditions.forEach(part -> sort(RexUtil.shift(part, leftColumns)));
        if (!keys.keySet().containsAll(table.primaryKey())) {
            throw refused("\"" + table.name() + "\" is looked up by its primary key: ON needs an equality with "
                    + String.join(
                            ", ",
                            table.primaryKey().stream()
                                    .map(column -> table.rowType().field(column).name())
                                    .toList())
                    + " and a value of the left side, cast to its type where it has another");
        }
    }

    private void sort(RexNode condition) {
        if (condition.getKind() == SqlKind.EQUALS) {
            RexNode first = ((RexCall) condition).getOperands().get(0);
            RexNode second = ((RexCall) condition).getOperands().get(1);
            if (addKey(first, second) || addKey(second, first)) {
                return;
            }
        }
        remaining.add(condition);
    }

    private boolean addKey(RexNode side, RexNode value) {
        boolean cast = side.getKind() == SqlKind.CAST;
        RexNode key = cast ? ((RexCall) side).getOperands().get(0) : side;
        if (!(key instanceof RexInputRef reference)
                || !table.primaryKey().contains(reference.getIndex() - leftColumns)
                || keys.containsKey(reference.getIndex() - leftColumns)
                || !ImmutableBitSet.range(leftColumns).contains(RelOptUtil.InputFinder.bits(value))) {
            return false;
        }
        if (cast && !(isInteger(key) && isInteger(side) && isInteger(value))) {
            throw keyAsItIs();
        }
        keys.put(reference.getIndex() - leftColumns, cast ? narrowed(value, key.getType()) : value);
        return true;
    }

    private static boolean isInteger(RexNode node) {
        return SqlTypeName.INT_TYPES.contains(node.getType().getSqlTypeName());
    }

    /** The value as one of a smaller type; NULL, for which nothing is found, when that has no such value. */
    private RexNode narrowed(RexNode value, RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        RexNode least =
                rex.makeExactLiteral((BigDecimal) name.getLimit(false, SqlTypeName.Limit.OVERFLOW, false, -1, -1));
        RexNode most =
                rex.makeExactLiteral((BigDecimal) name.getLimit(true, SqlTypeName.Limit.OVERFLOW, false, -1, -1));
        RexNode fits = rex.makeCall(
                SqlStdOperatorTable.AND,
                rex.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, value, rex.makeCast(value.getType(), least)),
                rex.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, value, rex.makeCast(value.getType(), most)));
        RelDataType nullable = rex.getTypeFactory().createTypeWithNullability(type, true);
        return ifSo(fits, rex.makeCast(nullable, value));
    }

    private UnplannableException keyAsItIs() {
        return refused("\"" + table.name() + "\" is looked up by its primary key as it is; cast the other side of the"
                + " equality to its type");
    }

    private Node joined(Node left, boolean waits) {
        List<Integer> leftKeys = new ArrayList<>();
        Node keyed = left;
        for (RexNode value : keys.values()) {
            if (value instanceof RexInputRef reference) {
                leftKeys.add(reference.getIndex());
            } else {
                Expression expression = graph.expressions(left).translate(value);
                keyed = ProjectTranslation.append(keyed, List.of(expression), List.of("key"));
                leftKeys.add(keyed.rowType().size() - 1);
            }
        }
        RowType answerType = table.answerType();
        List<Integer> all = IntStream.range(0, answerType.size()).boxed().toList();
        DStream source =
                waits ? new Source(table.name().toString(), all, answerType, true) : new Values(answerType, List.of());
        Node answers = new Node(source, Facts.NONE);
        List<Integer> answerKeys = List.copyOf(keys.keySet());
        JoinKeys same = JoinKeys.of(keyed, answers, leftKeys, answerKeys);
        if (!same.right().equals(answers)) {
            throw keyAsItIs();
        }
        Node asking = same.left().exchanged(Distribution.hash(same.leftKeys()));
        Node answering = answers.exchanged(Distribution.hash(answerKeys));
        List<Field> fields = new ArrayList<>(asking.rowType().fields());
        for (int i = 0; i < answerType.size(); i++) {
            Field field = answerType.field(i);
            boolean missing = i < table.columns().size(); // where a row without a key finds nothing
            fields.add(new Field("$" + fields.size(), field.type(), field.nullable() || missing));
        }
        AwaitedJoin awaited = new AwaitedJoin(
                table.name().toString(),
                waits,
                asking.stream(),
                answering.stream(),
                same.leftKeys(),
                answerKeys,
                answerType.size() - 2,
                answerType.size() - 1,
                new RowType(fields));
        // rows wait for their answers while time passes, so that nothing is known of their times
        return new Node(awaited, Facts.NONE.withDistribution(Optional.of(Distribution.hash(same.leftKeys()))));
    }

    /** The columns of both sides, once the rest of the condition is asked; {@code width} columns come before the answer. */
    private Node visible(Node joined, int width) {
        boolean outer = join.getJoinType() == JoinRelType.LEFT;
        List<RexNode> conditions = new ArrayList<>();
        RelDataType bool = rex.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN);
        conditions.add(new RexInputRef(width + scan.getRowType().getFieldCount(), bool));
        remaining.forEach(part -> conditions.add(moved(part, width)));
        RexNode condition = RexUtil.composeConjunction(rex, conditions);
        Node rows = joined;
        if (!outer) {
            Expression predicate = translator(joined).translate(condition);
            rows = new Node(new Filter(joined.stream(), predicate), joined.facts());
        }
        List<RexNode> columns =
                new ArrayList<>(rex.identityProjects(join.getLeft().getRowType()));
        for (RexNode output : outputs) {
            RexNode value = moved(RexUtil.shift(output, leftColumns), width);
            columns.add(outer ? ifSo(condition, value) : value);
        }
        return ProjectTranslation.project(
                rows, translator(rows).translate(columns), TypeConversion.rowType(join.getRowType()));
    }

    private ExpressionTranslator translator(Node node) {
        return graph.expressions(node);
    }

    /** The same over the columns of the joined rows. */
    private RexNode moved(RexNode node, int width) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return reference.getIndex() < leftColumns
                        ? reference
                        : new RexInputRef(reference.getIndex() - leftColumns + width, reference.getType());
            }
        });
    }

    private RexNode ifSo(RexNode condition, RexNode value) {
        RelDataType nullable = rex.getTypeFactory().createTypeWithNullability(value.getType(), true);
        return rex.makeCall(
                nullable, SqlStdOperatorTable.CASE, List.of(condition, value, rex.makeNullLiteral(nullable)));
    }
}
