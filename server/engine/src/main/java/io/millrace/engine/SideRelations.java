package io.millrace.engine;

import io.millrace.dstream.ColumnReference;
import io.millrace.dstream.Expression;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The relations that belong to others: {@code <relation>$errors} and {@code <query>$late}. They are streams that can be queried
 * like any other.
 */
public final class SideRelations {

    public static final String ERRORS = "$errors";
    public static final String LATE = "$late";

    /** Columns of {@code $errors}. */
    public static final RowType ERRORS_TYPE = RowType.of(
            new Field("batch", Type.BIGINT, false),
            new Field("failed_at", Type.TIMESTAMP, false),
            new Field("source_partition", Type.VARCHAR, true),
            new Field("source_position", Type.BIGINT, true),
            new Field("code", Type.VARCHAR, false),
            new Field("reason", Type.VARCHAR, false),
            new Field("raw", Type.VARBINARY, false),
            new Field("raw_text", Type.VARCHAR, false));

    private SideRelations() {}

    /** Whether a relation belongs to another. */
    static boolean isSide(String name) {
        return name.endsWith(ERRORS) || name.endsWith(LATE);
    }

    /** A side relation as an input that only the server itself writes to. */
    static InputDefinition definition(String name, RowType rowType) {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            columns.add(new ColumnReference(i, rowType.type(i), rowType.field(i).nullable()));
        }
        return new InputDefinition(
                name,
                rowType,
                columns,
                rowType,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Duration.ofDays(1));
    }
}
