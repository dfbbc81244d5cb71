package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * One output row per element of an array column: the input columns, then the element, then (with ordinality) its position
 * from 1. Rows whose array is null or empty give no row, or one with a null element when {@code outer} is set.
 */
public record Unnest(DStream input, int array, boolean ordinality, boolean outer, RowType rowType) implements DStream {

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
