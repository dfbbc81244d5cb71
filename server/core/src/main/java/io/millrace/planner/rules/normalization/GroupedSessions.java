package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.SessionAssignment;
import io.millrace.planner.validation.SessionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * {@code GROUP BY SESSION(ts, gap), k …} as sessions of the other group keys, grouped by their start and end. The end takes the place
 * of the aggregates that {@link io.millrace.planner.validation.SessionSyntax} has made of SESSION_END.
 */
final class GroupedSessions {

    private final Aggregate aggregate;
    private final Project project;
    private final List<RexNode> expressions;
    private final RexCall session;
    private final RexBuilder rex;

    GroupedSessions(Aggregate aggregate, Project project) {
        this.aggregate = aggregate;
        this.project = project;
        this.expressions = project.getProjects();
        this.session = (RexCall) expressions.stream()
                .filter(LowerSessions::isGrouped)
                .findFirst()
                .orElseThrow();
        this.rex = project.getCluster().getRexBuilder();
    }

    RelNode lowered() {
        check();
        SessionAssignment sessions = sessions();
        RelNode windowed = windowed(sessions);
        int end = expressions.size();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (!isEnd(call)) {
                calls.add(call);
            }
        }
        RelNode grouped = LogicalAggregate.create(
                windowed, aggregate.getHints(), aggregate.getGroupSet().set(end), null, calls);
        return likeBefore(grouped);
    }

    private void check() {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw LowerSessions.wrong(
                    "SESSION cannot stand in GROUPING SETS, ROLLUP or CUBE; group by one session at a time");
        }
        for (RexNode expression : expressions) {
            boolean other = LowerSessions.isGrouped(expression) && !expression.equals(session);
            if (other || expression.getKind() == SqlKind.TUMBLE || expression.getKind() == SqlKind.HOP) {
                throw LowerSessions.wrong("a query can be grouped by one window only");
            }
            if (isGroupedEnd(expression)
                    && !((RexCall) expression).getOperands().equals(session.getOperands())) {
                throw LowerSessions.wrong("SESSION_END needs SESSION with the same arguments in GROUP BY");
            }
        }
        if (!(session.getOperands().get(0) instanceof RexInputRef)) {
            throw LowerSessions.wrong("a window needs a column of the input, not an expression");
        }
        if (!SqlTypeUtil.isTimestamp(session.getOperands().get(0).getType())) {
            throw LowerSessions.wrong("windows need a TIMESTAMP column");
        }
        if (session.getOperands().size() != 2) {
            throw LowerSessions.wrong("SESSION takes a time column and a gap, as in SESSION(ts, INTERVAL '10' MINUTE)");
        }
    }

    private static boolean isGroupedEnd(RexNode expression) {
        return expression instanceof RexCall call && call.getOperator() == SessionFunction.GROUPED_END;
    }

    private boolean isEnd(AggregateCall call) {
        return call.getArgList().size() == 1
                && isGroupedEnd(expressions.get(call.getArgList().get(0)));
    }

    /** Sessions over what the aggregate reads: the columns that are not of the window, then the time. */
    private SessionAssignment sessions() {
        List<RexNode> read = new ArrayList<>();
        List<String> names = new ArrayList<>();
        ImmutableBitSet.Builder keys = ImmutableBitSet.builder();
        for (int i = 0; i < expressions.size(); i++) {
            if (!isOfWindow(expressions.get(i))) {
                if (aggregate.getGroupSet().get(i)) {
                    keys.set(read.size());
                }
                read.add(expressions.get(i));
                names.add(project.getRowType().getFieldNames().get(i));
            }
        }
        RexInputRef time = (RexInputRef) session.getOperands().get(0);
        read.add(time);
        names.add(project.getInput().getRowType().getFieldNames().get(time.getIndex()));
        RelNode input = LogicalProject.create(project.getInput(), project.getHints(), read, names, Set.of());
        long gap = LowerSessions.gap(session.getOperands().get(1));
        RelDataType rowType = LowerSessions.rowType(input, time.getType());
        return new SessionAssignment(project.getCluster(), input, read.size() - 1, keys.build(), gap, rowType);
    }

    private boolean isOfWindow(RexNode expression) {
        return LowerSessions.isGrouped(expression) || isGroupedEnd(expression);
    }

    /** The columns that the aggregate expects, then the end of the session. */
    private RelNode windowed(SessionAssignment sessions) {
        int start = sessions.inputColumns();
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < expressions.size(); i++) {
            RexNode expression = expressions.get(i);
            int column = LowerSessions.isGrouped(expression) ? start : isGroupedEnd(expression) ? start + 1 : next++;
            columns.add(rex.makeInputRef(sessions, column));
            String name = project.getRowType().getFieldNames().get(i);
            names.add(column == start && name.startsWith("$") ? "window_start" : name);
        }
        columns.add(rex.makeInputRef(sessions, start + 1));
        names.add("window_end");
        return LogicalProject.create(sessions, List.of(), columns, names, Set.of());
    }

    /** The columns that the aggregate had, of the same types. */
    private RelNode likeBefore(RelNode grouped) {
        int groups = aggregate.getGroupCount();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            columns.add(rex.makeInputRef(grouped, i));
        }
        int next = groups + 1;
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.add(rex.makeInputRef(grouped, isEnd(call) ? groups : next++));
        }
        for (int i = 0; i < columns.size(); i++) {
            RelDataType type = aggregate.getRowType().getFieldList().get(i).getType();
            columns.set(i, rex.ensureType(type, columns.get(i), true));
        }
        return LogicalProject.create(
                grouped, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
    }
}
