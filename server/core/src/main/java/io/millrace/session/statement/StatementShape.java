package io.millrace.session.statement;

import io.millrace.session.PreparedSql;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * What a statement needs and gives.
 *
 * @param columns of the result; none for statements that return an update count
 * @param ready what was planned already
 */
public record StatementShape(PreparedSql.Kind kind, RowType columns, List<Field> parameters, Ready ready) {

    public StatementShape {
        parameters = List.copyOf(parameters);
    }

    /** Rows, for a statement without parameters. */
    public static StatementShape rows(RowType rowType) {
        return new StatementShape(PreparedSql.Kind.QUERY, rowType, List.of(), Ready.NOTHING);
    }

    /** No rows, for a statement without parameters. */
    public static StatementShape withoutRows(PreparedSql.Kind kind) {
        return new StatementShape(kind, new RowType(List.of()), List.of(), Ready.NOTHING);
    }
}
