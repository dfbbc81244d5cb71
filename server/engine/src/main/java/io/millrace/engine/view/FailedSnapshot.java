package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.function.Predicate;

/** What readers find of a view whose query has failed and whose rows were given up. */
public record FailedSnapshot(String name, String reason) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        throw new MillraceException(
                ErrorCode.QUERY_FAILED,
                "the query of \"" + name + "\" has failed, and its rows were given up: " + reason
                        + "; drop it, or create it again");
    }

    @Override
    public long rows() {
        return -1;
    }
}
