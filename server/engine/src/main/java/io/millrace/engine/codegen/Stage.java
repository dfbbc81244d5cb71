package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * One pass over a page: conditions that shrink the selection one after the other, then the output columns.
 *
 * @param conjuncts in the order in which they are tested, over the input
 * @param outputs one per output column, over the input
 */
public record Stage(RowType input, List<Expression> conjuncts, List<Expression> outputs) {

    public Stage {
        conjuncts = List.copyOf(conjuncts);
        outputs = List.copyOf(outputs);
    }
}
