package io.millrace.planner.match;

import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * What sub-queries read of rows around them that are grouped: columns of the rows before, which have another place in the groups.
 *
 * <p>Calcite moves one column of each sub-query there and leaves the others of it where they were. So all of them are marked by the
 * type of their row when they are converted; those that still bear the mark when the sub-query is put into the query around it are
 * moved here.
 */
final class OuterReferences {

    /** No name of a user has this character. */
    private static final String MARK = "\u0001before";

    /** Where a column of the rows before stands in the groups. */
    record Groups(RelDataType row, Map<Integer, Integer> places) {}

    private final RexBuilder rex;
    private final Map<CorrelationId, SqlValidatorScope> scopes = new HashMap<>();
    private final Set<SqlValidatorScope> read = new HashSet<>();
    /** What all sub-queries of a query call a row of its groups: Calcite says of one sub-query in HAVING only. */
    private final Map<SqlValidatorScope, CorrelationId> names = new HashMap<>();

    OuterReferences(RexBuilder rex) {
        this.rex = rex;
    }

    /** Whether a value is a column of a row around the sub-query, or a field of one. */
    static boolean isOuter(RexFieldAccess access) {
        return access.getReferenceExpr() instanceof RexCorrelVariable
                || access.getReferenceExpr() instanceof RexFieldAccess inner && isOuter(inner);
    }

    /** @param scope whose rows are read */
    RexNode marked(RexFieldAccess access, SqlValidatorScope scope) {
        int field = access.getField().getIndex();
        if (access.getReferenceExpr() instanceof RexFieldAccess outer) {
            return rex.makeFieldAccess(marked(outer, scope), field);
        }
        RexCorrelVariable variable = (RexCorrelVariable) access.getReferenceExpr();
        scopes.put(variable.id, scope);
        read.add(scope);
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType type = types.builder()
                .addAll(variable.getType().getFieldList())
                .add(MARK, types.createSqlType(SqlTypeName.BOOLEAN))
                .build();
        return rex.makeFieldAccess(rex.makeCorrel(type, variable.id), field);
    }

    /**
     * An expression whose sub-queries read the rows of a scope as they are.
     *
     * @param groups what has become of those rows, if they are grouped
     */
    RexNode resolved(RexNode expression, SqlValidatorScope scope, Optional<Groups> groups) {
        return read.contains(scope) ? expression.accept(new Unmarking(scope, groups)) : expression;
    }

    /** The same rows without any marks. */
    RelNode unmarked(RelNode rows) {
        return read.isEmpty() ? rows : new Unmarking(null, Optional.empty()).rows(rows);
    }

    /** HAVING with the names that its sub-queries have for its rows: Calcite gives those of all but one to the SELECT over it. */
    private static RelNode named(RelNode node) {
        if (!(node instanceof Project select && select.getInput() instanceof Filter having)) {
            return node;
        }
        Set<CorrelationId> used = new LinkedHashSet<>(select.getVariablesSet());
        used.retainAll(RelOptUtil.getVariablesUsed(having));
        if (having.getVariablesSet().containsAll(used)) {
            return node;
        }
        used.addAll(having.getVariablesSet());
        RelNode filter = LogicalFilter.create(having.getInput(), having.getCondition(), ImmutableSet.copyOf(used));
        return select.copy(select.getTraitSet(), List.of(filter));
    }

    private final class Unmarking extends RexShuttle {

        /** null for all. */
        private final SqlValidatorScope scope;

        private final Optional<Groups> groups;

        Unmarking(SqlValidatorScope scope, Optional<Groups> groups) {
            this.scope = scope;
            this.groups = groups;
        }

        RelNode rows(RelNode rows) {
            return rows.accept(new RelHomogeneousShuttle() {
                @Override
                public RelNode visit(RelNode node) {
                    return named(super.visit(node).accept(Unmarking.this));
                }
            });
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RelNode rows = rows(subQuery.rel);
            return super.visitSubQuery(rows == subQuery.rel ? subQuery : subQuery.clone(rows));
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)) {
                return super.visitFieldAccess(access);
            }
            int last = variable.getType().getFieldCount() - 1;
            boolean marked = variable.getType().getFieldNames().get(last).equals(MARK);
            if (scope != null && scopes.get(variable.id) != scope) {
                return access;
            }
            int field = access.getField().getIndex();
            if (groups.isPresent()) {
                Integer place = marked ? groups.get().places().get(field) : Integer.valueOf(field);
                if (place == null) {
                    throw new IllegalStateException("column " + field + " is not of the groups");
                }
                CorrelationId name = names.computeIfAbsent(scope, of -> variable.id);
                return rex.makeFieldAccess(rex.makeCorrel(groups.get().row(), name), place);
            }
            if (!marked) {
                return access;
            }
            RelDataType type = rex.getTypeFactory()
                    .builder()
                    .addAll(variable.getType().getFieldList().subList(0, last))
                    .build();
            return rex.makeFieldAccess(rex.makeCorrel(type, variable.id), field);
        }
    }
}
