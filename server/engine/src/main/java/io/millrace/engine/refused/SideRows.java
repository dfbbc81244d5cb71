package io.millrace.engine.refused;

import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the rows of {@code $errors}. */
public final class SideRows {

    private SideRows() {}

    public static Page errors(BatchTime time, List<RejectedRow> rejected) {
        PageBuilder page = new PageBuilder(SideRelations.ERRORS_TYPE);
        for (RejectedRow row : rejected) {
            longs(page, 0).append(time.batch());
            longs(page, 1).append(time.timestamp());
            if (row.partition().isEmpty()) {
                page.column(2).appendNull();
            } else {
                bytes(page, 2).append(row.partition());
            }
            if (row.position() < 0) {
                page.column(3).appendNull();
            } else {
                longs(page, 3).append(row.position());
            }
            bytes(page, 4).append(row.code().name());
            bytes(page, 5).append(row.text());
            bytes(page, 6).append(row.raw());
            bytes(page, 7).append(new String(row.raw(), StandardCharsets.UTF_8));
            page.endRow();
        }
        return page.build();
    }

    private static LongColumnBuilder longs(PageBuilder page, int column) {
        return (LongColumnBuilder) page.column(column);
    }

    private static BytesColumnBuilder bytes(PageBuilder page, int column) {
        return (BytesColumnBuilder) page.column(column);
    }
}
