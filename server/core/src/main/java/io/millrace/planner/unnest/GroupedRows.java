package io.millrace.planner.unnest;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Lets sub-queries in SELECT, HAVING and ORDER BY read the columns of groups. Calcite does so for those of the first level only:
 * further in, when several relations are read, and when a grouping set is there twice, the columns are numbered as in the rows before
 * they were grouped; and a key that is not in all grouping sets can be NULL.
 */
final class GroupedRows {

    private final RexBuilder rex;

    GroupedRows(RexBuilder rex) {
        this.rex = rex;
    }

    /** The same query, where each outer column is one of the input of the node that asks the sub-query. */
    RelNode corrected(RelNode query) {
        return corrected(query, Set.of());
    }

    /** @param outer the names of the rows around the query */
    private RelNode corrected(RelNode node, Set<CorrelationId> outer) {
        List<RelNode> inputs = new ArrayList<>();
        node.getInputs().forEach(input -> inputs.add(corrected(ofHaving(node, input), outer)));
        RelNode over = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        boolean grouped = (over instanceof Project || over instanceof Filter) && overGroups(over.getInput(0));
        Reader reader = new Reader(grouped ? Optional.of(over.getInput(0)) : Optional.empty(), over, outer);
        RelNode read = over.accept(reader);
        return reader.found.isEmpty() ? read : named(read, reader.found);
    }

    /** HAVING with the names that its sub-queries have for its rows: Calcite gives those of all but one to the SELECT over it. */
    private static RelNode ofHaving(RelNode select, RelNode input) {
        if (!(select instanceof Project && input instanceof Filter having)) {
            return input;
        }
        Set<CorrelationId> names = new LinkedHashSet<>(select.getVariablesSet());
        names.retainAll(RelOptUtil.getVariablesUsed(having));
        return names.isEmpty() ? having : named(having, names);
    }

    /** Grouping sets that are there twice come from Calcite as a union of groups, of which the first has all sets. */
    private static boolean overGroups(RelNode node) {
        return node instanceof Aggregate
                || (node instanceof Filter || node instanceof Project) && overGroups(node.getInput(0))
                || node instanceof Union union
                        && union.all
                        && union.getInputs().stream().allMatch(GroupedRows::overGroups);
    }

    private static RelNode named(RelNode node, Set<CorrelationId> found) {
        Set<CorrelationId> names = new LinkedHashSet<>(node.getVariablesSet());
        names.addAll(found);
        if (node instanceof Project project) {
            return LogicalProject.create(
                    project.getInput(), project.getHints(), project.getProjects(), project.getRowType(), names);
        }
        return LogicalFilter.create(node.getInput(0), ((Filter) node).getCondition(), ImmutableSet.copyOf(names));
    }

    /** Where the columns of a node come from in the rows before they were grouped; -1 for what is no column there. */
    private static Optional<int[]> origins(RelNode node, RelDataType row) {
        int[] origins = new int[Algebra.width(node)];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = i;
        }
        boolean grouped = false;
        RelNode below = node;
        while (!grouped || !below.getRowType().getFieldNames().equals(row.getFieldNames())) {
            if (below instanceof Project project) {
                moved(
                        origins,
                        column -> project.getProjects().get(column) instanceof RexInputRef reference
                                ? reference.getIndex()
                                : -1);
            } else if (below instanceof Aggregate aggregate) {
                grouped = true;
                moved(
                        origins,
                        column -> column < aggregate.getGroupCount()
                                ? aggregate.getGroupSet().nth(column)
                                : -1);
            } else if (!(below instanceof Filter || below instanceof Union)) {
                return Optional.empty();
            }
            below = below.getInput(0);
        }
        return Optional.of(origins);
    }

    private static void moved(int[] origins, IntUnaryOperator below) {
        for (int i = 0; i < origins.length; i++) {
            origins[i] = origins[i] < 0 ? -1 : below.applyAsInt(origins[i]);
        }
    }

    /** Goes through all sub-queries of a node, however deep. */
    private final class Reader extends RexShuttle {

        private final Optional<RelNode> groups;
        private final Set<CorrelationId> outer;
        private final Set<CorrelationId> within;
        private final Set<CorrelationId> own;
        private final Set<CorrelationId> inner = new HashSet<>();
        private final Set<List<String>> innerRows = new HashSet<>();
        private final Set<CorrelationId> found = new LinkedHashSet<>();
        private int depth;

        Reader(Optional<RelNode> groups, RelNode node, Set<CorrelationId> outer) {
            this.groups = groups;
            this.outer = outer;
            this.within = new HashSet<>(outer);
            this.own = node.getVariablesSet();
            within.addAll(own);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            RelNode rel = depth == 0 ? corrected(visited.rel, within) : visited.rel;
            depth++;
            read(rel);
            RelNode read = groups.isPresent() ? everywhere(rel) : rel;
            depth--;
            return read == visited.rel ? visited : visited.clone(read);
        }

        /** Takes down which rows the sub-queries inside read by themselves. */
        private void read(RelNode node) {
            inner.addAll(node.getVariablesSet());
            node.accept(new RexShuttle() {
                @Override
                public RexNode visitSubQuery(RexSubQuery subQuery) {
                    node.getInputs()
                            .forEach(input -> innerRows.add(input.getRowType().getFieldNames()));
                    read(subQuery.rel);
                    return subQuery;
                }
            });
            node.getInputs().forEach(this::read);
        }

        private boolean isOfGroups(RexCorrelVariable variable) {
            return !outer.contains(variable.id)
                    && !inner.contains(variable.id)
                    && (own.contains(variable.id)
                            || !innerRows.contains(variable.getType().getFieldNames()));
        }

        private RelNode everywhere(RelNode node) {
            List<RelNode> inputs = new ArrayList<>();
            node.getInputs().forEach(input -> inputs.add(everywhere(input)));
            RelNode over = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
            return over.accept(this);
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (depth > 0 && access.getReferenceExpr() instanceof RexCorrelVariable variable && isOfGroups(variable)) {
                return placed(access, variable).orElse(access);
            }
            return super.visitFieldAccess(access);
        }

        private Optional<RexNode> placed(RexFieldAccess access, RexCorrelVariable variable) {
            RelDataType row = groups.orElseThrow().getRowType();
            if (row.getFieldNames().equals(variable.getType().getFieldNames())) {
                return isWider(row, variable.getType())
                        ? Optional.of(column(row, variable, access.getField().getIndex()))
                        : Optional.empty();
            }
            Optional<int[]> origins = origins(groups.get(), variable.getType());
            for (int i = 0; origins.isPresent() && i < origins.get().length; i++) {
                if (origins.get()[i] == access.getField().getIndex()) {
                    found.add(variable.id);
                    return Optional.of(column(row, variable, i));
                }
            }
            return Optional.empty();
        }

        private RexNode column(RelDataType row, RexCorrelVariable variable, int index) {
            return rex.makeFieldAccess(rex.makeCorrel(row, variable.id), index);
        }

        /** Whether the groups are the rows, but have NULL where those had not: a key that is not in all grouping sets. */
        private boolean isWider(RelDataType groups, RelDataType rows) {
            boolean wider = false;
            for (int i = 0; i < rows.getFieldCount(); i++) {
                RelDataType key = groups.getFieldList().get(i).getType();
                RelDataType column = rows.getFieldList().get(i).getType();
                if (!SqlTypeUtil.equalSansNullability(rex.getTypeFactory(), key, column)) {
                    return false;
                }
                wider |= key.isNullable() && !column.isNullable();
            }
            return wider;
        }
    }
}
