package io.millrace.dstream;

import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.OptionalInt;

/**
 * Window functions over the rows of each partition in order (the OVER clause): output rows are the input columns, then one
 * column per call.
 *
 * <p>Without {@code release} the touched partitions are recomputed and their changes emitted. With {@code release}, which needs
 * an append-only input ordered by event time, a row is emitted once, when the watermark has passed its time, and rows behind
 * the watermark are late; the output is then append-only.
 *
 * @param release index of the event-time column that the order begins with
 */
public record Over(
        DStream input,
        List<Integer> partition,
        List<SortKey> order,
        List<OverCall> calls,
        OptionalInt release,
        RowType rowType)
        implements DStream {

    public Over {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        calls = List.copyOf(calls);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return release.isPresent();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
