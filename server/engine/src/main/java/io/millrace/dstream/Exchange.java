package io.millrace.dstream;

import io.millrace.dstream.join.Distribution;
import io.millrace.spi.data.RowType;
import java.util.List;

/** Moves rows between partitions, so that rows that belong together meet. The border between two stages. */
public record Exchange(DStream input, Distribution distribution) implements DStream {

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
