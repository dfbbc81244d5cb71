package io.millrace.engine.driver.backfill;

import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a query that catches up reads at once: fixed before it is read, so that it does not depend on what happens meanwhile.
 *
 * @param at all relations as they were then
 * @param found what is read of sources, by relation
 * @param firstRows the numbers of the first rows of kept streams; negative for others
 * @param pages what is read of other relations
 * @param before how far the query was
 */
record Piece(
        BatchTime time,
        Published at,
        Map<String, Discovery> found,
        Map<String, Long> firstRows,
        Map<String, List<Page>> pages,
        Before before) {

    /**
     * How far a query was before a piece.
     *
     * @param whole as of when tables and views are read whole with it
     */
    record Before(Optional<Published> whole, Map<String, Long> sequences, Map<String, Long> batches) {}
}
