package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * A step of the transformation graph: a sequence of deltas, one per batch. What to compute, never how.
 *
 * <p>Immutable and engine-neutral; compared by value, so that equal sub-graphs can be shared.
 */
public sealed interface DStream
        permits Source,
                Values,
                Filter,
                Project,
                WindowAssign,
                Unnest,
                Union,
                Negate,
                Exchange,
                Join,
                Aggregate,
                WindowClose,
                TopN,
                Over,
                SessionWindow,
                SessionAggregate,
                AsofJoin,
                TemporalFilter,
                MatchRecognize,
                WindowFill,
                LookupJoin,
                AwaitedJoin,
                Recursion {

    /** The columns of every delta of this DStream. */
    RowType rowType();

    List<DStream> inputs();

    /** Whether all weights are positive for ever: rows are only added. Cheaper operators serve such inputs. */
    boolean appendOnly();

    <R> R accept(DStreamVisitor<R> visitor);
}
