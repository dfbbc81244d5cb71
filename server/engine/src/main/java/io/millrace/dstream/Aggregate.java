package io.millrace.dstream;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.OptionalInt;

/**
 * Groups rows by key columns and computes aggregates: output rows are the key columns, then one column per call.
 *
 * <p>Nulls group together. Without keys there is always exactly one output row, also over no input. In each batch a changed
 * group gives −old row, +new row.
 *
 * @param windowEnd which of the keys (index into {@code keys}) is the end of an event-time window: the group is forgotten
 *     once the watermark reaches that time
 */
public record Aggregate(
        DStream input, List<Integer> keys, List<AggregateCall> calls, OptionalInt windowEnd, RowType rowType)
        implements DStream {

    public Aggregate {
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return calls.isEmpty() && !keys.isEmpty() && input.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
