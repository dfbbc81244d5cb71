package io.millrace.session.transaction;

import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.data.Page;
import java.util.function.Predicate;

/** What is there of a relation before it is made. */
enum NoRows implements RelationSnapshot {
    SNAPSHOT;

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        // there is nothing
    }

    @Override
    public long rows() {
        return 0;
    }
}
