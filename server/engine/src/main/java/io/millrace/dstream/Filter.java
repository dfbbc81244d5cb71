package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;

/** The rows for which the predicate is true; rows for which it is false or null are dropped. */
public record Filter(DStream input, Expression predicate) implements DStream {

    @Override
    public RowType rowType() {
        return input.rowType();
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
