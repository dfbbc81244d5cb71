package io.millrace.planner.unnest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Finds the names by which sub-queries call the row of their node. Calcite sometimes leaves one out of those that the node says; it
 * is told by the type of the row, when no row further out has the same.
 */
final class Variables {

    private Variables() {}

    static Set<CorrelationId> of(RelNode node, RelDataType row, List<RexNode> expressions, Optional<Scope> scope) {
        Set<CorrelationId> variables = new LinkedHashSet<>(node.getVariablesSet());
        used(expressions).forEach((variable, type) -> {
            boolean known = variables.contains(variable) || isKnown(variable, scope);
            if (!known && isSame(type, row) && !isLikeOuter(type, scope)) {
                variables.add(variable);
            }
        });
        return variables;
    }

    private static boolean isSame(RelDataType one, RelDataType other) {
        return one.getFieldNames().equals(other.getFieldNames());
    }

    private static boolean isKnown(CorrelationId variable, Optional<Scope> scope) {
        return scope.isPresent()
                && (scope.get().variables().contains(variable)
                        || isKnown(variable, scope.get().outer()));
    }

    private static boolean isLikeOuter(RelDataType type, Optional<Scope> scope) {
        return scope.isPresent()
                && (scope.get().rows().outputs().size() == type.getFieldCount()
                        || isLikeOuter(type, scope.get().outer()));
    }

    /** The variables that are not of rows inside the sub-queries, with the types of their rows. */
    private static Map<CorrelationId, RelDataType> used(List<RexNode> expressions) {
        Set<CorrelationId> open = new LinkedHashSet<>();
        Map<CorrelationId, RelDataType> types = new LinkedHashMap<>();
        List<RexSubQuery> subQueries = new ArrayList<>();
        RexShuttle reader = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                subQueries.add(subQuery);
                visitAll(subQuery.rel, this);
                return super.visitSubQuery(subQuery);
            }

            @Override
            public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                types.put(variable.id, variable.getType());
                return variable;
            }
        };
        expressions.forEach(expression -> expression.accept(reader));
        subQueries.forEach(subQuery -> open.addAll(RelOptUtil.getVariablesUsed(subQuery.rel)));
        types.keySet().retainAll(open);
        return types;
    }

    private static void visitAll(RelNode node, RexShuttle reader) {
        node.getInputs().forEach(input -> visitAll(input, reader));
        node.accept(reader);
    }
}
