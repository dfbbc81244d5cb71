package io.millrace.engine.late;

import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Collects the rows of {@code <query>$late}. */
final class LatePages {

    /**
     * Rows of a source.
     *
     * @param partition empty when it is not known
     * @param positions null when rows have none
     */
    record Origin(String relation, String partition, Page rows, LongColumn positions) {}

    private final LateColumns columns;
    private final BatchTime time;
    private final PageBuilder builder;
    private final List<Page> full = new ArrayList<>();

    LatePages(LateColumns columns, BatchTime time) {
        this.columns = columns;
        this.time = time;
        this.builder = new PageBuilder(columns.rowType());
    }

    /** Adds a row whose origin was found. */
    void add(LateTracing.Refused refused, Origin origin, int row) {
        boolean[] filled = new boolean[columns.streamColumns()];
        int[] positions = columns.of(origin.relation());
        for (int i = 0; i < positions.length; i++) {
            builder.column(positions[i]).appendFrom(origin.rows().column(i), row);
            filled[positions[i]] = true;
        }
        for (int i = 0; i < filled.length; i++) {
            if (!filled[i]) {
                builder.column(i).appendNull();
            }
        }
        int next = lateness(refused);
        text(next, origin.relation());
        text(next + 1, origin.partition().isEmpty() ? null : origin.partition());
        number(
                next + 2,
                origin.positions() == null ? null : (Long) origin.positions().values()[row]);
        end(next + 3, refused);
    }

    /** Adds a row that was made of several rows; columns of equal name and type keep their values. */
    void addUntraced(LateTracing.Refused refused, RowType rowType) {
        for (int i = 0; i < columns.streamColumns(); i++) {
            OptionalInt same = rowType.indexOf(columns.rowType().field(i).name());
            if (same.isPresent()
                    && rowType.type(same.getAsInt()).equals(columns.rowType().type(i))) {
                builder.column(i).appendFrom(refused.rows.rows().column(same.getAsInt()), refused.row);
            } else {
                builder.column(i).appendNull();
            }
        }
        int next = lateness(refused);
        text(next, null);
        text(next + 1, null);
        number(next + 2, null);
        end(next + 3, refused);
    }

    private int lateness(LateTracing.Refused refused) {
        int column = columns.streamColumns();
        long[] starts = refused.rows.lateness().windowStarts();
        long[] ends = refused.rows.lateness().windowEnds();
        long watermark = refused.rows.watermark();
        boolean known = watermark != Long.MIN_VALUE && watermark != Long.MAX_VALUE;
        text(column, refused.rows.lateness().reason().text());
        number(column + 1, starts == null ? null : (Long) starts[refused.row]);
        number(column + 2, ends == null ? null : (Long) ends[refused.row]);
        number(column + 3, known ? (Long) watermark : null);
        return column + 4;
    }

    private void end(int column, LateTracing.Refused refused) {
        ((BytesColumnBuilder) builder.column(column)).append(refused.text);
        number(column + 1, (long) time.batch());
        number(column + 2, time.timestamp());
        builder.endRow();
        if (builder.isFull()) {
            full.add(builder.build());
        }
    }

    private void text(int column, String value) {
        if (value == null) {
            builder.column(column).appendNull();
        } else {
            ((BytesColumnBuilder) builder.column(column)).append(value);
        }
    }

    private void number(int column, Long value) {
        if (value == null) {
            builder.column(column).appendNull();
        } else {
            ((LongColumnBuilder) builder.column(column)).append(value);
        }
    }

    List<Page> build() {
        if (!builder.isEmpty()) {
            full.add(builder.build());
        }
        return full;
    }
}
