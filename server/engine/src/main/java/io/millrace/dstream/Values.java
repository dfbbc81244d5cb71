package io.millrace.dstream;

import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.RowType;
import java.util.List;

/** Constant rows, all inserted in the first batch. */
public record Values(RowType rowType, List<List<Literal>> rows) implements DStream {

    public Values {
        rows = List.copyOf(rows);
    }

    @Override
    public List<DStream> inputs() {
        return List.of();
    }

    @Override
    public boolean appendOnly() {
        return true;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
