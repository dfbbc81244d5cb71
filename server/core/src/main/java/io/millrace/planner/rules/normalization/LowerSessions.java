package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.SessionAssignment;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.MillraceTypeSystem;
import io.millrace.planner.validation.SessionFunction;
import io.millrace.planner.validation.WindowFunction;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Puts {@link SessionAssignment} in the place of the table function SESSION and of SESSION in GROUP BY. Comes before all other
 * rewrites, as {@link LowerWindows} does.
 */
public final class LowerSessions extends RelHomogeneousShuttle {

    private final RexShuttle subQueries = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery lowered = subQuery.clone(subQuery.rel.accept(LowerSessions.this));
            return super.visitSubQuery(lowered);
        }
    };

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(subQueries);
        if (visited instanceof TableFunctionScan scan
                && ((RexCall) scan.getCall()).getOperator() instanceof SessionFunction) {
            return lowerFunction(scan);
        }
        return visited instanceof Aggregate aggregate
                        && aggregate.getInput() instanceof Project project
                        && project.getProjects().stream().anyMatch(LowerSessions::isGrouped)
                ? new GroupedSessions(aggregate, project).lowered()
                : visited;
    }

    private static RelNode lowerFunction(TableFunctionScan scan) {
        if (scan.getInputs().size() != 1) {
            throw wrong("SESSION needs one input; write (SELECT * FROM (…)) around a query of several parts");
        }
        List<RexNode> operands = ((RexCall) scan.getCall()).getOperands();
        List<Integer> time = columns(operands.get(0));
        List<Integer> keys = operands.size() == 3 ? columns(operands.get(1)) : List.of();
        long gap = gap(operands.get(operands.size() - 1));
        checkMillis(scan.getInput(0), time.get(0));
        return new SessionAssignment(
                scan.getCluster(), scan.getInput(0), time.get(0), ImmutableBitSet.of(keys), gap, scan.getRowType());
    }

    private static List<Integer> columns(RexNode descriptor) {
        return ((RexCall) descriptor)
                .getOperands().stream()
                        .map(column -> ((RexInputRef) column).getIndex())
                        .toList();
    }

    /** The gap between two times is counted in milliseconds. */
    static void checkMillis(RelNode input, int time) {
        RelDataTypeField field = input.getRowType().getFieldList().get(time);
        if (MillraceTypeSystem.isFine(field.getType())) {
            throw wrong("SESSION needs a TIMESTAMP(3), but \"" + field.getName() + "\" is a TIMESTAMP("
                    + field.getType().getPrecision() + "); write it over (SELECT *, CAST(" + field.getName()
                    + " AS TIMESTAMP(3)) AS ms FROM …) and DESCRIPTOR(ms)");
        }
    }

    static boolean isGrouped(RexNode expression) {
        return expression.getKind() == SqlKind.SESSION;
    }

    static UnplannableException wrong(String message) {
        return new UnplannableException(ErrorCode.INVALID_WINDOW, Construct.function("SESSION"), message);
    }

    static long gap(RexNode operand) {
        if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
            throw wrong("the gap of a session must be a constant, as in INTERVAL '10' MINUTE");
        }
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            throw wrong("gaps of months or years are not supported; use days, as in INTERVAL '30' DAY");
        }
        if (!SqlTypeName.DAY_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            throw wrong("the gap of a session must be an interval, as in INTERVAL '10' MINUTE");
        }
        long gap = literal.getValueAs(BigDecimal.class).longValueExact();
        if (gap <= 0) {
            throw wrong("the gap of a session must be positive");
        }
        return gap;
    }

    /** The columns of the input and those of the window, of the type of the time. */
    static RelDataType rowType(RelNode input, RelDataType time) {
        RelDataTypeFactory types = input.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder row =
                types.builder().addAll(input.getRowType().getFieldList());
        WindowFunction.ADDED.forEach(name -> row.add(name, time));
        return row.uniquify().build();
    }
}
