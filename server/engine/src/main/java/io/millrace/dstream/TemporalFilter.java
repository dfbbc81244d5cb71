package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;

/**
 * The rows whose time has come and is not over: those with {@code from <= now < until}, where now is the time of the batch. Rows
 * appear and leave as time passes, also when no input comes.
 *
 * @param from first moment of a row, a TIMESTAMP; empty when rows are there at once
 * @param until first moment at which a row is gone; empty when rows stay
 */
public record TemporalFilter(DStream input, Optional<Expression> from, Optional<Expression> until) implements DStream {

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
        return input.appendOnly() && until.isEmpty();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
