package io.millrace.planner.rules;

import io.millrace.dstream.WindowSpec;
import io.millrace.planner.validation.WindowFunction;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Puts {@link WindowAssignment} in the place of window table functions and of TUMBLE and HOP in GROUP BY.
 *
 * <p>Comes before all other rewrites: most of Calcite's rules stop at a table function, and some would move the grouped form,
 * which looks like a scalar function, to where it means something else.
 */
public final class LowerWindows extends RelHomogeneousShuttle {

    private final RexShuttle subQueries = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery lowered = subQuery.clone(subQuery.rel.accept(LowerWindows.this));
            return super.visitSubQuery(lowered);
        }
    };

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(subQueries);
        if (visited instanceof TableFunctionScan scan) {
            return lowerFunction(scan);
        }
        return visited instanceof Project project ? lowerGrouped(project) : visited;
    }

    private static RelNode lowerFunction(TableFunctionScan scan) {
        RexCall call = (RexCall) scan.getCall();
        if (!(call.getOperator() instanceof WindowFunction)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.function(call.getOperator().getName()),
                    "the table function " + call.getOperator().getName() + " is not supported");
        }
        RelNode input = scan.getInput(0);
        RexCall descriptor = (RexCall) call.getOperands().get(0);
        int time = ((RexInputRef) descriptor.getOperands().get(0)).getIndex();
        List<Long> lengths = call.getOperands().stream()
                .skip(1)
                .filter(operand -> operand.getKind() != SqlKind.DEFAULT)
                .map(operand -> milliseconds(operand, call))
                .toList();
        WindowSpec window = window(call.getOperator().getName(), lengths);
        return new WindowAssignment(scan.getCluster(), input, time, window, scan.getRowType());
    }

    private static WindowSpec window(String name, List<Long> lengths) {
        boolean tumble = name.equals("TUMBLE");
        long size = tumble ? lengths.get(0) : lengths.get(1);
        long slide = lengths.get(0);
        int offsetIndex = tumble ? 1 : 2;
        long offset = lengths.size() > offsetIndex ? lengths.get(offsetIndex) : 0;
        if (size <= 0 || slide <= 0) {
            throw wrong(name, "the size of a window must be positive");
        }
        if (slide > size) {
            throw wrong(name, "the slide of a window must not be longer than its size");
        }
        if (name.equals("CUMULATE") && size % slide != 0) {
            throw wrong(name, "the size of a CUMULATE window must be a multiple of its step");
        }
        return new WindowSpec(WindowSpec.Kind.valueOf(name), size, slide, offset, Optional.empty());
    }

    private static UnplannableException wrong(String function, String message) {
        return new UnplannableException(ErrorCode.INVALID_WINDOW, Construct.function(function), message);
    }

    private static long milliseconds(RexNode operand, RexCall call) {
        String name = call.getOperator().getName().replace("$", "");
        if (!(operand instanceof RexLiteral literal) || literal.isNull()) {
            throw wrong(name, "the intervals of a window must be constants, as in INTERVAL '1' MINUTE");
        }
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            throw wrong(name, "windows of months or years are not supported; use days, as in INTERVAL '30' DAY");
        }
        if (!SqlTypeName.DAY_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            throw wrong(name, "the third argument of a grouped window must be an interval");
        }
        return literal.getValueAs(BigDecimal.class).longValueExact();
    }

    /** {@code $TUMBLE(ts, size)} and {@code $HOP(ts, slide, size)} in a projection become the start of an assigned window. */
    private static RelNode lowerGrouped(Project project) {
        Map<RexCall, Integer> starts = new LinkedHashMap<>();
        RelNode input = project.getInput();
        int originalColumns = input.getRowType().getFieldCount();
        for (RexNode expression : project.getProjects()) {
            if (isGroupedWindow(expression) && !starts.containsKey((RexCall) expression)) {
                if (!starts.isEmpty()) {
                    throw wrong(nameOf((RexCall) expression), "a query can be grouped by one window only");
                }
                starts.put((RexCall) expression, originalColumns);
                input = assign(project, input, (RexCall) expression);
            }
        }
        if (starts.isEmpty()) {
            return project;
        }
        RexBuilder rex = project.getCluster().getRexBuilder();
        List<RexNode> expressions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            Integer start = expression instanceof RexCall ? starts.get((RexCall) expression) : null;
            expressions.add(
                    start == null
                            ? expression
                            : rex.ensureType(expression.getType(), rex.makeInputRef(input, start), true));
        }
        return LogicalProject.create(
                input, project.getHints(), expressions, names(project, starts), project.getVariablesSet());
    }

    /** The names of the projection, but a readable one for the window where Calcite had to make one up. */
    private static List<String> names(Project project, Map<RexCall, Integer> starts) {
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        for (int i = 0; i < names.size(); i++) {
            boolean window = project.getProjects().get(i) instanceof RexCall call && starts.containsKey(call);
            if (window && names.get(i).startsWith("$") && !names.contains("window_start")) {
                names.set(i, "window_start");
            }
        }
        return names;
    }

    private static boolean isGroupedWindow(RexNode expression) {
        return expression.getKind() == SqlKind.TUMBLE || expression.getKind() == SqlKind.HOP;
    }

    private static String nameOf(RexCall call) {
        return call.getKind().name();
    }

    private static RelNode assign(Project project, RelNode input, RexCall call) {
        List<RexNode> operands = call.getOperands();
        List<Long> lengths = operands.stream()
                .skip(1)
                .map(operand -> milliseconds(operand, call))
                .toList();
        WindowSpec window = window(nameOf(call), lengths);
        RelNode timed = input;
        int time;
        if (operands.get(0) instanceof RexInputRef column) {
            time = column.getIndex();
        } else {
            throw wrong(nameOf(call), "a window needs a column of the input, not an expression");
        }
        RelDataType timeType = operands.get(0).getType();
        if (timeType.getSqlTypeName() != SqlTypeName.TIMESTAMP) {
            throw wrong(nameOf(call), "windows need a TIMESTAMP column");
        }
        RelDataTypeFactory types = project.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder row =
                types.builder().addAll(timed.getRowType().getFieldList());
        WindowFunction.ADDED.forEach(name -> row.add(name, types.createTypeWithNullability(timeType, false)));
        return new WindowAssignment(
                project.getCluster(), timed, time, window, row.uniquify().build());
    }
}
