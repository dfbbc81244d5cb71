package io.millrace.session.statement.query;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.driver.Changes;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.lookup.PinnedKey;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;

/** Looks rows up by their key, as a statement sees them. */
public final class KeyedRows {

    private KeyedRows() {}

    /** The same reading with those rows of materialized views only that have the keys which the query wants. */
    static Reading ofViews(Reading reading, PlannedQuery planned, Catalog catalog) {
        Reading looking = reading;
        for (RelationName name : planned.inputs()) {
            if (catalog.find(name).orElse(null) instanceof ViewRelation view
                    && view.key().isPresent()) {
                List<Integer> key = view.key().get();
                Optional<Page> keys = PinnedKey.of(planned.root(), name.toString(), view.rowType(), key);
                if (keys.isPresent()) {
                    looking = looking.with(name.toString(), at -> found(at, name, key, keys.get()));
                }
            }
        }
        return looking;
    }

    /** The rows of a view that have some keys; all of it when they cannot be found so. */
    private static RelationSnapshot found(Published at, RelationName view, List<Integer> key, Page keys) {
        RelationSnapshot all = at.relation(view.toString())
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.RELATION_NOT_FOUND, "\"" + view + "\" was dropped while it was about to be read"));
        int[] columns = key.stream().mapToInt(Integer::intValue).toArray();
        return all.lookUp(columns, List.of(keys))
                .<RelationSnapshot>map(RowsSnapshot::new)
                .orElse(all);
    }

    /**
     * The rows of a table that have some keys.
     *
     * @param key the columns of its primary key
     * @param keys pages with these columns, in this order
     */
    public static Changes.Found find(Services services, Run run, String table, List<Integer> key, List<Page> keys) {
        int[] columns = key.stream().mapToInt(Integer::intValue).toArray();
        return run.transaction()
                .map(transaction -> transaction.find(table, columns, keys, run.execution()))
                .orElseGet(() -> services.driver().changes().find(table, columns, keys, run.execution()));
    }
}
