package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexNode;

/** Plans the bodies of functions. */
public interface FunctionBodies {

    /**
     * A body that is an expression.
     *
     * @param expression over the parameters as the columns of a row
     * @param rows by which its sub-queries call that row
     */
    record Value(RexNode expression, Set<CorrelationId> rows) {}

    /**
     * A body that is a query.
     *
     * @param rows by which it calls the row of its parameters
     */
    record Rows(RelNode query, Set<CorrelationId> rows) {}

    Value value(UserFunction function);

    Rows rows(UserFunction function);
}
