package io.millrace.session.statement.ddl;

import io.millrace.session.statement.At;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import java.util.stream.IntStream;

/** What a table can declare whose rows are looked up. */
final class LookedUpShape {

    private LookedUpShape() {}

    /** Refuses what it cannot. */
    static void refuseOther(Written name, boolean table, DeclaredElements elements) {
        if (!elements.checks().isEmpty()) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED, name, "rows that are looked up are taken as they are; leave out EXPECT");
        }
        boolean plain = elements.columns().stream()
                .allMatch(column -> column.isPhysical() && column.metadata().isEmpty());
        boolean nullable = IntStream.range(0, elements.columns().size())
                .allMatch(column -> elements.primaryKey().contains(column)
                        || elements.columns().get(column).field().nullable());
        if (!table || elements.primaryKey().isEmpty() || elements.watermark().isPresent() || !plain || !nullable) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "what is looked up is a table with a PRIMARY KEY, by which that is done, and other columns that may be"
                            + " NULL; it has no WATERMARK, METADATA and computed columns");
        }
    }
}
