package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The delta of a named relation: the rows that a stream received, or the changes of a table or view, in this batch.
 *
 * @param relation name in the catalog
 * @param columns indexes of the columns read, in the relation's own order of columns; the others are not decoded
 * @param rowType the columns read
 */
public record Source(String relation, List<Integer> columns, RowType rowType, boolean appendOnly) implements DStream {

    public Source {
        columns = List.copyOf(columns);
    }

    /** The same of a relation of another name. */
    public Source of(String other) {
        return new Source(other, columns, rowType, appendOnly);
    }

    /** The same when the columns are elsewhere in the rows of the relation. */
    public Source moved(IntUnaryOperator places) {
        return new Source(relation, columns.stream().map(places::applyAsInt).toList(), rowType, appendOnly);
    }

    @Override
    public List<DStream> inputs() {
        return List.of();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
