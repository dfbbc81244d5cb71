package io.millrace.dstream;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Computes aggregates of whole sessions, without keeping the rows: what an {@link Aggregate} over a {@link SessionWindow} would
 * compute when its keys are those of the sessions and the window. The input only adds rows.
 *
 * @param window the sessions; its input is that of this node
 * @param groups columns of the window that are the first columns of the result: all keys, and at least one of the window's own
 * @param calls aggregates that can be merged, over columns of the input
 */
public record SessionAggregate(SessionWindow window, List<Integer> groups, List<AggregateCall> calls, RowType rowType)
        implements DStream {

    public SessionAggregate {
        groups = List.copyOf(groups);
        calls = List.copyOf(calls);
    }

    @Override
    public List<DStream> inputs() {
        return window.inputs();
    }

    @Override
    public boolean appendOnly() {
        return window.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
