package io.millrace.engine.query;

import io.millrace.engine.run.DeployedQuery;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.WholePages;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a query gave while it caught up beside the batches, on its way into one of them: its target and all that read it get it there, as
 * what that batch changed. Used by the driver's thread.
 */
final class Carried {

    private List<Page> pages = List.of();
    private boolean given;

    /** Rows for the next batch. */
    void add(List<Page> more) {
        List<Page> all = new ArrayList<>(pages);
        all.addAll(more);
        pages = List.copyOf(all);
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** What the batch that runs has to give apart from its own. */
    DeployedQuery.Result with(DeployedQuery.Result result) {
        if (pages.isEmpty()) {
            return result;
        }
        given = true;
        List<Page> all = new ArrayList<>(pages);
        all.addAll(result.delta());
        return new DeployedQuery.Result(all, result.late(), result.rejected());
    }

    void commit() {
        pages = given ? List.of() : pages;
        given = false;
    }

    /** What waits, for a checkpoint; between batches. */
    Content cut(String name) {
        return new WholePages(name, pages);
    }

    /** Takes over what was cut. */
    void restore(ContentChain chain, RowType rowType) throws IOException {
        pages = WholePages.read(chain, rowType);
    }

    /** The next batch gives it instead. */
    void abort() {
        given = false;
    }
}
