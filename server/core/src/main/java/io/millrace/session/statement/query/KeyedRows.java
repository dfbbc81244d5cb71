package io.millrace.session.statement.query;

import io.millrace.engine.driver.Changes;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Page;
import java.util.List;

/** Looks rows up by their key, as a statement sees them. */
public final class KeyedRows {

    private KeyedRows() {}

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
