package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rows of a relation as of one batch. Immutable, readable from any thread, however far the driver has gone on. */
public interface RelationSnapshot {

    /**
     * Passes all rows on, page by page.
     *
     * @param columns which columns, in this order
     * @param reader takes each page and answers whether it wants more
     */
    void read(int[] columns, Predicate<Page> reader);

    /**
     * The rows that have some keys.
     *
     * @param key the columns of the key
     * @param keys pages with these columns, in this order
     * @return empty when they cannot be found without reading all rows
     */
    default Optional<List<Page>> lookUp(int[] key, List<Page> keys) {
        return Optional.empty();
    }

    /** Number of rows, or −1 when it is not known without reading. */
    long rows();
}
