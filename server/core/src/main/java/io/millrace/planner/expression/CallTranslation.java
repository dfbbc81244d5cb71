package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import java.util.List;
import org.apache.calcite.rex.RexCall;

/** Translates the calls of one operator. */
@FunctionalInterface
public interface CallTranslation {

    /**
     * @param call the whole call, with its result type
     * @param operands its operands, translated
     */
    Expression translate(RexCall call, List<Expression> operands);
}
