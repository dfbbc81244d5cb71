package io.millrace.planner.function;

import com.google.common.collect.ImmutableSet;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The row of a node whose expressions call functions, as the sub-queries in the bodies of these see it. */
final class CalledRow {

    private final RexBuilder rex;
    private final RelNode node;
    private Optional<CorrelationId> name = Optional.empty();

    CalledRow(RexBuilder rex, RelNode node) {
        this.rex = rex;
        this.node = node;
    }

    /** An argument for use inside a sub-query. */
    RexNode inside(RexNode argument, SqlParserPos place) {
        return argument.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                boolean nameable = node instanceof LogicalProject || node instanceof LogicalFilter;
                if (!nameable) {
                    throw new UnplannableException(
                            ErrorCode.NOT_SUPPORTED,
                            new Construct(Construct.Kind.FUNCTION, "", place),
                            "a function whose body has a sub-query cannot read columns here; call it in SELECT or WHERE");
                }
                if (name.isEmpty()) {
                    name = Optional.of(node.getCluster().createCorrel());
                }
                return rex.makeFieldAccess(
                        rex.makeCorrel(node.getInput(0).getRowType(), name.get()), column.getIndex());
            }
        });
    }

    /** The node with its new expressions, which says the name of its row when that is called. */
    RelNode named(RelNode expanded) {
        if (name.isEmpty()) {
            return expanded;
        }
        Set<CorrelationId> names = new LinkedHashSet<>(expanded.getVariablesSet());
        names.add(name.get());
        if (expanded instanceof LogicalProject project) {
            return LogicalProject.create(
                    project.getInput(),
                    project.getHints(),
                    project.getProjects(),
                    project.getRowType().getFieldNames(),
                    names);
        }
        LogicalFilter filter = (LogicalFilter) expanded;
        return LogicalFilter.create(filter.getInput(), filter.getCondition(), ImmutableSet.copyOf(names));
    }
}
