package io.millrace.session.lookup;

import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.function.Predicate;

/** Rows that stand for the content of a relation: some of them, or what a statement has made of them. */
public record RowsSnapshot(List<Page> pages) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        for (Page page : pages) {
            if (page.size() > 0 && !reader.test(page.project(columns))) {
                return;
            }
        }
    }

    @Override
    public long rows() {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
