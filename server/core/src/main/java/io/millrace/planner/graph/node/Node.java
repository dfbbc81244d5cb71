package io.millrace.planner.graph.node;

import io.millrace.dstream.DStream;
import io.millrace.dstream.join.Distribution;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;

/** A DStream with what is known about its rows. */
public record Node(DStream stream, Facts facts) {

    public RowType rowType() {
        return stream.rowType();
    }

    /** The same rows, placed so that those with equal values in the columns meet; all in one place when there are no columns. */
    public Node distributedBy(List<Integer> columns) {
        boolean meets = facts.distribution()
                .filter(lies -> lies.kind() == Distribution.Kind.SINGLE
                        || (!columns.isEmpty() && columns.containsAll(lies.keys())))
                .isPresent();
        return meets ? this : exchanged(Distribution.hash(columns));
    }

    public Node exchanged(Distribution distribution) {
        if (facts.distribution().equals(Optional.of(distribution))) {
            return this;
        }
        return new Node(
                ExchangePlacement.place(stream, distribution), facts.withDistribution(Optional.of(distribution)));
    }
}
