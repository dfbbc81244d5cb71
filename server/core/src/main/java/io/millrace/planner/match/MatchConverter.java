package io.millrace.planner.match;

import com.google.common.collect.ImmutableList;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.planner.rules.MatchRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.AggregatingSelectScope;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableBitSet;

/** Turns validated queries into relational algebra, MATCH_RECOGNIZE into {@link MatchRows}. */
public final class MatchConverter extends SqlToRelConverter {

    private final MatchValidator validator;
    private final OuterReferences outer;
    /** How many queries are being converted, one inside the other. */
    private int queries;

    public MatchConverter(
            RelOptTable.ViewExpander views,
            MatchValidator validator,
            Prepare.CatalogReader reader,
            RelOptCluster cluster,
            SqlRexConvertletTable convertlets,
            Config config) {
        super(views, validator, reader, cluster, convertlets, config.withRelBuilderFactory(HavingBuilder::create));
        this.validator = validator;
        this.outer = new OuterReferences(rexBuilder);
    }

    /** Takes the nulls that the rows can have for granted: what the validator concludes differs for some grouping sets. */
    @Override
    public RelRoot convertQuery(SqlNode query, boolean needsValidation, boolean top) {
        queries++;
        RelNode rows = convertQueryRecursive(query, top, null).rel;
        if (--queries == 0) {
            rows = outer.unmarked(rows);
        }
        RelDataType validated = validator.getValidatedNodeType(query);
        RelDataTypeFactory.Builder rowType = typeFactory.builder();
        for (RelDataTypeField field : validated.getFieldList()) {
            RelDataType type =
                    rows.getRowType().getFieldList().get(field.getIndex()).getType();
            if (!SqlTypeUtil.equalSansNullability(typeFactory, type, field.getType())) {
                throw new IllegalStateException("converted to " + type + ", not to " + field);
            }
            rowType.add(field.getName(), type);
        }
        return RelRoot.of(rows, rowType.build(), query.getKind());
    }

    @Override
    protected RelNode createAggregate(
            Blackboard bb,
            ImmutableBitSet groupSet,
            ImmutableList<ImmutableBitSet> groupSets,
            List<AggregateCall> aggCalls) {
        RelNode grouped = super.createAggregate(bb, groupSet, groupSets, aggCalls);
        ((Board) bb).grouped = grouped;
        return grouped;
    }

    @Override
    protected Blackboard createBlackboard(SqlValidatorScope scope, Map<String, RexNode> names, boolean top) {
        return new Board(scope, names, top);
    }

    /** Sees to it that sub-queries read the columns they mean of rows around them that are grouped. */
    private final class Board extends Blackboard {

        /** The groups of this query, once they are made. */
        private RelNode grouped;

        Board(SqlValidatorScope scope, Map<String, RexNode> names, boolean top) {
            super(scope, names, top);
        }

        @Override
        public RexNode convertExpression(SqlNode expression) {
            return outer.resolved(super.convertExpression(expression), scope, groups());
        }

        private Optional<OuterReferences.Groups> groups() {
            if (grouped == null || grouped != root) {
                return Optional.empty();
            }
            SqlSelect select = SqlValidatorUtil.getEnclosingSelectScope(scope).getNode();
            return Optional.of(new OuterReferences.Groups(
                    grouped.getRowType(),
                    ((AggregatingSelectScope) validator.getSelectScope(select)).resolved.get().groupExprProjection));
        }

        /** What a sub-query reads of a grouped row around it can be null where grouping sets leave it out. */
        @Override
        public RexNode visit(SqlIdentifier name) {
            RexNode value = super.visit(name);
            if (!(value instanceof RexFieldAccess access) || !OuterReferences.isOuter(access)) {
                return value;
            }
            RexNode marked = outer.marked(access, around(name));
            RelDataType type = scope.nullifyType(name, value.getType());
            return type.isNullable() && !value.getType().isNullable()
                    ? rexBuilder.makeAbstractCast(type, marked, false)
                    : marked;
        }

        /** Whose row a name is a column of. */
        private SqlValidatorScope around(SqlIdentifier name) {
            SqlValidatorScope.ResolvedImpl resolved = new SqlValidatorScope.ResolvedImpl();
            scope.resolve(
                    scope.fullyQualify(name).identifier.names.subList(0, 1),
                    validator.getCatalogReader().nameMatcher(),
                    false,
                    resolved);
            return resolved.only().scope;
        }
    }

    @Override
    protected void convertMatchRecognize(Blackboard bb, SqlMatchRecognize match) {
        MatchClause clause = validator.clause(match);
        Blackboard inner = createBlackboard(validator.getMatchRecognizeScope(match), null, false);
        convertFrom(inner, match.getTableRef());
        Input input = new Input(inner.root(), clause);
        bb.setRoot(new MatchRows(cluster, input.project(), input.clause(), clause.rowType()), true);
    }

    /** The columns that a clause reads, computed ones included, as the only ones below it. */
    private final class Input {
        private final RelNode all;
        private final MatchClause clause;
        private final Map<Integer, Integer> places = new HashMap<>();
        private final List<RexNode> columns = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        Input(RelNode all, MatchClause clause) {
            this.all = all;
            this.clause = clause;
            Set<Integer> read = new LinkedHashSet<>(clause.partition());
            clause.order().forEach(key -> read.add(key.column()));
            clause.outputs().forEach(output -> output.column().ifPresent(read::add));
            ColumnsRead columnsRead = new ColumnsRead(read);
            clause.values().values().forEach(value -> value.accept(columnsRead));
            clause.definitions()
                    .forEach(definition -> definition.values().values().forEach(value -> value.accept(columnsRead)));
            read.forEach(this::add);
        }

        private void add(int column) {
            int width = all.getRowType().getFieldCount();
            places.put(column, columns.size());
            if (column < width) {
                RelDataTypeField field = all.getRowType().getFieldList().get(column);
                columns.add(rexBuilder.makeInputRef(all, column));
                names.add(field.getName());
            } else {
                Map<String, RexNode> scope = new HashMap<>();
                all.getRowType()
                        .getFieldList()
                        .forEach(field -> scope.put(field.getName(), rexBuilder.makeInputRef(all, field.getIndex())));
                SqlNode expression = clause.computed().get(column - width);
                columns.add(convertExpression(expression, scope));
                names.add("expression_" + (column - width + 1));
            }
        }

        RelNode project() {
            return LogicalProject.create(all, List.of(), columns, names, Set.of());
        }

        MatchRows.Clause clause() {
            return new MatchRows.Clause(
                    clause.partition().stream().map(places::get).toList(),
                    clause.order().stream()
                            .map(key -> new SortKey(places.get(key.column()), key.descending(), key.nullsFirst()))
                            .toList(),
                    clause.variables(),
                    clause.pattern(),
                    clause.definitions().stream().map(this::condition).toList(),
                    moved(clause.values()),
                    clause.outputs().stream().map(this::output).toList(),
                    clause.allRows(),
                    clause.after(),
                    clause.within(),
                    clause.position(),
                    clause.orderPosition());
        }

        private MatchRows.Condition condition(MatchClause.Definition definition) {
            ValueScope scope = definition.values();
            RexNode predicate = convertExpression(
                    definition.condition(), scope.expressions(index -> new RexInputRef(index, scope.type(index))));
            return new MatchRows.Condition(definition.variable(), moved(scope), predicate);
        }

        private RexNode output(MatchClause.Output output) {
            if (output.column().isPresent()) {
                int place = places.get(output.column().getAsInt());
                return new RexInputRef(place, columns.get(place).getType());
            }
            ValueScope scope = clause.values();
            return convertExpression(
                    output.measure(),
                    scope.expressions(index -> new RexInputRef(columns.size() + index, scope.type(index))));
        }

        private List<MatchValue> moved(ValueScope scope) {
            MovedColumns moved = new MovedColumns(places::get);
            return scope.values().stream().map(value -> value.accept(moved)).toList();
        }
    }

    /** Collects the columns that values read. */
    private record ColumnsRead(Set<Integer> columns) implements MatchValue.Visitor<Void> {

        @Override
        public Void visit(MatchValue.Navigation navigation) {
            columns.add(navigation.column());
            return null;
        }

        @Override
        public Void visit(MatchValue.Classifier classifier) {
            return null;
        }

        @Override
        public Void visit(MatchValue.MatchNumber matchNumber) {
            return null;
        }

        @Override
        public Void visit(MatchValue.Aggregated aggregated) {
            aggregated.column().ifPresent(columns::add);
            return null;
        }
    }

    /** Puts values over columns at other places. */
    private record MovedColumns(IntUnaryOperator place) implements MatchValue.Visitor<MatchValue> {

        @Override
        public MatchValue visit(MatchValue.Navigation navigation) {
            return new MatchValue.Navigation(
                    navigation.place(),
                    place.applyAsInt(navigation.column()),
                    navigation.type(),
                    navigation.nullable());
        }

        @Override
        public MatchValue visit(MatchValue.Classifier classifier) {
            return classifier;
        }

        @Override
        public MatchValue visit(MatchValue.MatchNumber matchNumber) {
            return matchNumber;
        }

        @Override
        public MatchValue visit(MatchValue.Aggregated aggregated) {
            OptionalInt column = aggregated.column().isPresent()
                    ? OptionalInt.of(place.applyAsInt(aggregated.column().getAsInt()))
                    : OptionalInt.empty();
            return new MatchValue.Aggregated(
                    aggregated.function(),
                    aggregated.variables(),
                    column,
                    aggregated.running(),
                    aggregated.type(),
                    aggregated.nullable());
        }
    }
}
