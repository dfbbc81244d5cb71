package io.millrace.planner.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptSamplingParameters;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** TABLESAMPLE as a condition on the values of rows, so that a view is exact and what is taken back was given out before. */
public final class SampledRows extends RelHomogeneousShuttle {

    /** Whether a row is chosen: of the seed, the fraction and all columns. */
    public static final SqlFunction CONDITION = new SqlFunction(
            "TABLESAMPLE",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.BOOLEAN_NOT_NULL,
            null,
            OperandTypes.VARIADIC,
            SqlFunctionCategory.SYSTEM);

    private final RexBuilder rex;
    private final RexShuttle expressions;

    public SampledRows(RexBuilder rex) {
        this.rex = rex;
        this.expressions = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                return visited.clone(visited.rel.accept(SampledRows.this));
            }
        };
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(expressions);
        return visited instanceof Sample sample ? filtered(sample) : visited;
    }

    private RelNode filtered(Sample sample) {
        RelOptSamplingParameters parameters = sample.getSamplingParameters();
        RelNode input = sample.getInput();
        int seed = parameters.isRepeatable() ? parameters.getRepeatableSeed() : 0;
        List<RexNode> operands = new ArrayList<>();
        operands.add(rex.makeBigintLiteral(BigDecimal.valueOf(seed)));
        operands.add(rex.makeApproxLiteral(parameters.sampleRate));
        for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
            operands.add(rex.makeInputRef(input, i));
        }
        return LogicalFilter.create(input, rex.makeCall(CONDITION, operands));
    }
}
