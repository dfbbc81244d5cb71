package io.millrace.planner.rules;

import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import java.util.List;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The relational form of {@link io.millrace.dstream.MatchRecognize}, for which Calcite's own says too little. */
public final class MatchRows extends SingleRel {

    private final Clause clause;

    public MatchRows(RelOptCluster cluster, RelNode input, Clause clause, RelDataType rowType) {
        super(cluster, cluster.traitSet(), input);
        this.clause = clause;
        this.rowType = rowType;
    }

    /**
     * What to search for, and what to give out.
     *
     * @param outputs over the columns of the input, followed by the values
     */
    public record Clause(
            List<Integer> partition,
            List<SortKey> order,
            List<String> variables,
            RowPattern pattern,
            List<Condition> conditions,
            List<MatchValue> values,
            List<RexNode> outputs,
            boolean allRows,
            AfterMatch after,
            OptionalLong within,
            SqlParserPos position,
            SqlParserPos orderPosition) {

        private Clause with(List<Condition> newConditions, List<RexNode> newOutputs) {
            return new Clause(
                    partition,
                    order,
                    variables,
                    pattern,
                    newConditions,
                    values,
                    newOutputs,
                    allRows,
                    after,
                    within,
                    position,
                    orderPosition);
        }
    }

    /** The condition of a variable over its values. */
    public record Condition(int variable, List<MatchValue> values, RexNode predicate) {}

    public Clause clause() {
        return clause;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new MatchRows(getCluster(), inputs.get(0), clause, rowType);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        List<Condition> conditions = clause.conditions().stream()
                .map(condition ->
                        new Condition(condition.variable(), condition.values(), shuttle.apply(condition.predicate())))
                .toList();
        List<RexNode> outputs = shuttle.apply(clause.outputs());
        boolean same = conditions.equals(clause.conditions()) && outputs.equals(clause.outputs());
        return same ? this : new MatchRows(getCluster(), getInput(), clause.with(conditions, outputs), rowType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("clause", clause);
    }
}
