package io.millrace.session.rows;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Collects rows of boxed values into pages: for what the server tells about itself, and for rows from clients. */
public final class RowList {

    private final RowType rowType;
    private final PageBuilder builder;
    private final List<Page> full = new ArrayList<>();
    /** What the values of a row are called in messages. */
    private final String[] names;

    public RowList(RowType rowType) {
        this(rowType, "value");
    }

    /** Rows whose values are called {@code <what> 1}, {@code <what> 2} … in messages. */
    public RowList(RowType rowType, String what) {
        this.rowType = rowType;
        this.builder = new PageBuilder(rowType);
        this.names = IntStream.rangeClosed(1, rowType.size())
                .mapToObj(number -> what + " " + number)
                .toArray(String[]::new);
    }

    /** Adds a row with a value for every column, {@code null} for NULL. */
    public RowList add(Object... values) {
        try {
            for (int i = 0; i < rowType.size(); i++) {
                Field field = rowType.field(i);
                CellWriter.append(builder.column(i), field, values[i], names[i]);
            }
        } catch (RuntimeException e) {
            builder.abandonRow();
            throw e;
        }
        builder.endRow();
        if (builder.isFull()) {
            full.add(builder.build());
        }
        return this;
    }

    /** The rows so far, in order; the list is empty afterwards. */
    public List<Page> pages() {
        List<Page> pages = new ArrayList<>(full);
        if (!builder.isEmpty()) {
            pages.add(builder.build());
        }
        full.clear();
        return pages;
    }
}
