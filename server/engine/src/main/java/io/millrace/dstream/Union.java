package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/** The sum of its inputs (UNION ALL). */
public record Union(List<DStream> inputs, RowType rowType) implements DStream {

    public Union {
        inputs = List.copyOf(inputs);
    }

    @Override
    public boolean appendOnly() {
        return inputs.stream().allMatch(DStream::appendOnly);
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
