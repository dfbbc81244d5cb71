package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/** The input with all weights negated; {@code A EXCEPT ALL B} is {@code A + Negate(B)}, cut off at zero by an aggregate. */
public record Negate(DStream input) implements DStream {

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
        return false;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
