package io.millrace.engine.batch;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.List;

/** Rows with their columns. How they are cut into pages means nothing. */
public record TypedPages(RowType rowType, List<Page> pages) {

    public TypedPages {
        pages = List.copyOf(pages);
    }

    public long rows() {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
