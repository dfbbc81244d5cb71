package io.millrace.engine.driver.backfill;

import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a view or derived stream gives while it catches up beside the batches: its readers get it in batches, as they would have got it
 * without a pause.
 *
 * <p>Used by the thread that catches up and the driver's, never by both at a time.
 */
abstract class Collected {

    private static final long PORTION = 32L << 20;

    public abstract void add(List<Page> delta);

    /** Whether so much is there that a batch should take it before there is more. */
    boolean isPortion() {
        return false;
    }

    /** What batches have not taken yet. */
    public abstract List<Page> take();

    /** What waits, for a checkpoint. */
    public List<Page> waiting() {
        return List.of();
    }

    /** For a query that goes on from where it was. */
    static Collected inPortions() {
        return new Collected() {

            private List<Page> pages = new ArrayList<>();
            private long bytes;

            @Override
            public void add(List<Page> delta) {
                pages.addAll(delta);
                bytes += delta.stream().mapToLong(Page::retainedBytes).sum();
            }

            @Override
            public boolean isPortion() {
                return bytes >= PORTION;
            }

            @Override
            public List<Page> waiting() {
                return pages;
            }

            @Override
            public List<Page> take() {
                List<Page> taken = pages;
                pages = new ArrayList<>();
                bytes = 0;
                return taken;
            }
        };
    }

    /**
     * For a query that is computed again: the rows by which the new content differs from the old one.
     *
     * @param grows whether rows can only be added, so that it cannot go on when it would have to take some back
     */
    public static Collected difference(RowType rowType, Optional<RelationSnapshot> old, boolean grows) {
        ViewStore rows = new ViewStore(rowType);
        int[] columns = IntStream.range(0, rowType.size()).toArray();
        return new Collected() {

            @Override
            public void add(List<Page> delta) {
                rows.apply(1, delta);
            }

            @Override
            public List<Page> take() {
                old.ifPresent(content -> content.read(columns, page -> {
                    rows.apply(1, List.of(page.negate()));
                    return true;
                }));
                rows.commit();
                List<Page> pages = new ArrayList<>();
                rows.snapshot(1).read(columns, pages::add);
                if (grows && pages.stream().anyMatch(Collected::takesBack)) {
                    throw new MillraceException(
                            ErrorCode.NOT_SUPPORTED,
                            "computed again, the stream does not have all rows that it had before; write CREATE OR REPLACE STREAM");
                }
                return pages;
            }
        };
    }

    private static boolean takesBack(Page page) {
        return IntStream.range(0, page.size()).anyMatch(row -> page.weight(row) < 0);
    }
}
