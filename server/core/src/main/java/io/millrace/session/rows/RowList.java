package io.millrace.session.rows;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;

/** Collects rows of boxed values into pages: for what the server tells about itself, and for rows from clients. */
public final class RowList {

    private final RowType rowType;
    private final PageBuilder builder;
    private final List<Page> full = new ArrayList<>();

    public RowList(RowType rowType) {
        this.rowType = rowType;
        this.builder = new PageBuilder(rowType);
    }

    /** Adds a row with a value for every column, {@code null} for NULL. */
    public RowList add(Object... values) {
        return addNamed("value", values);
    }

    /** As {@link #add}, naming the values {@code <what> 1}, {@code <what> 2} … in messages. */
    public RowList addNamed(String what, Object... values) {
        try {
            for (int i = 0; i < rowType.size(); i++) {
                Field field = rowType.field(i);
                CellWriter.append(builder.column(i), field, values[i], what + " " + (i + 1));
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
