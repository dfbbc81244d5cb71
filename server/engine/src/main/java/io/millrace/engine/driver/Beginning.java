package io.millrace.engine.driver;

import io.millrace.dstream.query.Query;
import java.util.Map;

/**
 * A query that is to begin.
 *
 * @param backfill whether with what there is; else with what comes from then on
 * @param beside the relations that it reads as they will be, with the names that they have until then
 */
record Beginning(Query query, boolean backfill, Map<String, String> beside) {

    Beginning(Query query, boolean backfill) {
        this(query, backfill, Map.of());
    }
}
