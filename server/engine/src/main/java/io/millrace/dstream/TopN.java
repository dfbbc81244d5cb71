package io.millrace.dstream;

import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of each partition in the given order; ties are broken by the whole row, so that the answer is determined.
 *
 * @param partition columns; empty for one global order (LIMIT)
 * @param offset rows skipped in each partition
 * @param limit most rows kept in each partition
 * @param rowNumber whether the row's position (BIGINT, from 1) is appended as last column
 * @param expiry when a partition can be forgotten
 */
public record TopN(
        DStream input,
        List<Integer> partition,
        List<SortKey> order,
        long offset,
        long limit,
        boolean rowNumber,
        Optional<Expiry> expiry,
        RowType rowType)
        implements DStream {

    public TopN {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
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
