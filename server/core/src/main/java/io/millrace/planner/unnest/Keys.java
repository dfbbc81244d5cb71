package io.millrace.planner.unnest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The conditions between inner and outer rows when they are all equalities: each outer row fits the inner rows of one key.
 *
 * @param guards conditions of the outer row alone
 */
record Keys(List<Key> keys, List<RexNode> guards) {

    /** An expression over outer columns that must equal one over inner columns; perhaps nulls, too. */
    record Key(RexNode outer, RexNode inner, boolean nullsToo) {

        RexNode condition(Algebra algebra, RexNode column) {
            return nullsToo
                    ? algebra.same(outer, column)
                    : algebra.rex().makeCall(SqlStdOperatorTable.EQUALS, outer, column);
        }
    }

    /** Conditions as keys; empty when some are more than equalities. */
    static Optional<Keys> of(List<RexNode> conditions) {
        List<Key> keys = new ArrayList<>();
        List<RexNode> guards = new ArrayList<>();
        for (RexNode condition : conditions) {
            Optional<Key> key = key(condition);
            if (RelOptUtil.InputFinder.bits(condition).isEmpty()) {
                guards.add(condition);
            } else if (key.isPresent()) {
                keys.add(key.get());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Keys(keys, guards));
    }

    private static Optional<Key> key(RexNode condition) {
        boolean nullsToo = condition.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
        if (!nullsToo && condition.getKind() != SqlKind.EQUALS) {
            return Optional.empty();
        }
        RexNode first = ((RexCall) condition).getOperands().get(0);
        RexNode second = ((RexCall) condition).getOperands().get(1);
        if (isOuter(first) && !OuterColumn.isIn(second)) {
            return Optional.of(new Key(first, second, nullsToo));
        }
        return isOuter(second) && !OuterColumn.isIn(first)
                ? Optional.of(new Key(second, first, nullsToo))
                : Optional.empty();
    }

    private static boolean isOuter(RexNode expression) {
        return RelOptUtil.InputFinder.bits(expression).isEmpty();
    }

    /** For outer columns that must equal an inner expression of the same type: that expression. */
    static Map<OuterColumn, Key> equalities(List<RexNode> conditions, Algebra algebra) {
        Map<OuterColumn, Key> equal = new LinkedHashMap<>();
        for (RexNode condition : conditions) {
            key(condition)
                    .filter(key -> SqlTypeUtil.equalSansNullability(
                            algebra.rex().getTypeFactory(),
                            key.outer().getType(),
                            key.inner().getType()))
                    .ifPresent(key -> OuterColumn.of(key.outer()).ifPresent(column -> equal.putIfAbsent(column, key)));
        }
        return equal;
    }

    List<RexNode> inner() {
        return keys.stream().map(Key::inner).toList();
    }

    /** The conditions, where the inner expressions are the given columns. */
    List<RexNode> conditions(Algebra algebra, List<RexNode> columns) {
        List<RexNode> conditions = new ArrayList<>(guards);
        for (int i = 0; i < keys.size(); i++) {
            conditions.add(keys.get(i).condition(algebra, columns.get(i)));
        }
        return conditions;
    }
}
