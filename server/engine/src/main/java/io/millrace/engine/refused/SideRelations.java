package io.millrace.engine.refused;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;

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
    public static boolean isSide(String name) {
        return name.endsWith(ERRORS) || name.endsWith(LATE);
    }
}
