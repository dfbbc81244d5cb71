package io.millrace.planner.rules.normalization;

import io.millrace.dstream.window.WindowSpec;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.rules.WindowAssignment;
import io.millrace.planner.types.MillraceTypeSystem;
import io.millrace.planner.validation.WindowFunction;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

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
        if (scan.getInputs().size() != 1) {
            throw new IllegalStateException("a window function has one input");
        }
        RelNode input = scan.getInput(0);
        RexCall descriptor = (RexCall) call.getOperands().get(0);
        int time = ((RexInputRef) descriptor.getOperands().get(0)).getIndex();
        WindowSpec window = WindowArguments.ofTableFunction(call);
        return MillraceTypeSystem.isFine(
                        input.getRowType().getFieldList().get(time).getType())
                ? assignByMillis(scan, input, time, window)
                : new WindowAssignment(scan.getCluster(), input, time, window, scan.getRowType());
    }

    /** By the millisecond of the time, which lies in the same windows as the time: their borders are whole milliseconds. */
    private static RelNode assignByMillis(TableFunctionScan scan, RelNode input, int time, WindowSpec window) {
        RexBuilder rex = scan.getCluster().getRexBuilder();
        RelDataTypeFactory types = scan.getCluster().getTypeFactory();
        int columns = input.getRowType().getFieldCount();
        List<RexNode> before = new ArrayList<>(rex.identityProjects(input.getRowType()));
        RelDataType type = input.getRowType().getFieldList().get(time).getType();
        RelDataType millis = MillraceTypeSystem.inMillis(types, type);
        before.add(rex.makeAbstractCast(millis, before.get(time), false));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        names.add("$millis");
        RelNode timed = LogicalProject.create(input, List.of(), before, names, Set.of());
        RelDataTypeFactory.Builder row =
                types.builder().addAll(timed.getRowType().getFieldList());
        scan.getRowType().getFieldList().stream().skip(columns).forEach(row::add);
        RelNode assigned = new WindowAssignment(
                scan.getCluster(), timed, columns, window, row.uniquify().build());
        List<RexNode> after = new ArrayList<>(rex.identityProjects(assigned.getRowType()));
        after.remove(columns);
        return LogicalProject.create(
                assigned, List.of(), after, scan.getRowType().getFieldNames(), Set.of());
    }

    /** {@code $TUMBLE(ts, size)} and {@code $HOP(ts, slide, size)} in a projection become the start of an assigned window. */
    private static RelNode lowerGrouped(Project project) {
        Map<RexCall, Integer> starts = new LinkedHashMap<>();
        RelNode input = project.getInput();
        int originalColumns = input.getRowType().getFieldCount();
        for (RexNode expression : project.getProjects()) {
            if (isGroupedWindow(expression) && !starts.containsKey((RexCall) expression)) {
                if (!starts.isEmpty()) {
                    throw WindowArguments.wrong(
                            nameOf((RexCall) expression), "a query can be grouped by one window only");
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
        RexNode operand = call.getOperands().get(0);
        if (!(operand instanceof RexInputRef column)) {
            throw WindowArguments.wrong(nameOf(call), "a window needs a column of the input, not an expression");
        }
        RelDataType timeType = operand.getType();
        if (!SqlTypeUtil.isTimestamp(timeType)) {
            throw WindowArguments.wrong(nameOf(call), "windows need a TIMESTAMP column");
        }
        if (MillraceTypeSystem.isFine(timeType)) {
            throw WindowArguments.wrong(
                    nameOf(call),
                    "in GROUP BY, windows need a TIMESTAMP(3), not a TIMESTAMP(" + timeType.getPrecision()
                            + "); write FROM " + nameOf(call)
                            + "(TABLE s, DESCRIPTOR(ts), …) GROUP BY window_start, window_end");
        }
        RelDataTypeFactory types = project.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder row =
                types.builder().addAll(input.getRowType().getFieldList());
        WindowFunction.ADDED.forEach(name -> row.add(name, types.createTypeWithNullability(timeType, false)));
        return new WindowAssignment(
                project.getCluster(),
                input,
                column.getIndex(),
                WindowArguments.ofGrouping(call),
                row.uniquify().build());
    }
}
