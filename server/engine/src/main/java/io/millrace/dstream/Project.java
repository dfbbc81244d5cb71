package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;

/** Computes one expression per output column. */
public record Project(DStream input, List<Expression> expressions, RowType rowType) implements DStream {

    public Project {
        expressions = List.copyOf(expressions);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return input.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
