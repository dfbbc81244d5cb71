package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * One pass over a page: conditions that shrink the selection one after the other, then the output columns. Rows for which one of
 * them fails are refused.
 *
 * @param conjuncts in the order in which they are tested, over the input
 * @param outputs one per output column, over the input
 * @param checks what is computed besides and kept nowhere, only to see whether it fails
 */
public record Stage(RowType input, List<Expression> conjuncts, List<Expression> outputs, List<Expression> checks) {

    public Stage {
        conjuncts = List.copyOf(conjuncts);
        outputs = List.copyOf(outputs);
        checks = List.copyOf(checks);
    }
}
