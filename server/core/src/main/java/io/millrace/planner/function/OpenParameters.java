package io.millrace.planner.function;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Finds the names by which queries in a body call the row of its parameters: those of no node in it. The row of a name may have the
 * columns of the body behind the parameters.
 */
public final class OpenParameters {

    private final List<String> parameters;
    private final Set<CorrelationId> open = new LinkedHashSet<>();
    private final Set<CorrelationId> alike = new LinkedHashSet<>();
    private final RexShuttle expressions = new RexShuttle() {
        @Override
        public RexNode visitCorrelVariable(RexCorrelVariable variable) {
            List<String> columns = variable.getType().getFieldNames();
            boolean parametersFirst = columns.size() >= parameters.size()
                    && columns.subList(0, parameters.size()).equals(parameters);
            if (parametersFirst) {
                alike.add(variable.id);
            }
            return variable;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            query(subQuery.rel);
            return super.visitSubQuery(subQuery);
        }
    };

    private OpenParameters(List<String> parameters) {
        this.parameters = parameters;
    }

    /** Those of the sub-queries of an expression. */
    public static Set<CorrelationId> in(RexNode body, List<String> parameters) {
        OpenParameters rows = new OpenParameters(parameters);
        body.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                rows.open.addAll(RelOptUtil.getVariablesUsed(subQuery.rel));
                rows.query(subQuery.rel);
                return super.visitSubQuery(subQuery);
            }
        });
        return rows.found();
    }

    /** Those of a query. */
    public static Set<CorrelationId> in(RelNode body, List<String> parameters) {
        OpenParameters rows = new OpenParameters(parameters);
        rows.open.addAll(RelOptUtil.getVariablesUsed(body));
        rows.query(body);
        return rows.found();
    }

    private Set<CorrelationId> found() {
        open.retainAll(alike);
        return Set.copyOf(open);
    }

    private void query(RelNode query) {
        query.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(expressions);
            }
        });
    }
}
