package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.function.Predicate;

/** What readers find of a view or derived stream that could not begin yet because a source cannot be read. */
public record UnbegunSnapshot(String name) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        throw new MillraceException(
                ErrorCode.SOURCE_FAILED,
                "\"" + name
                        + "\" was made since the last checkpoint, and cannot be computed before a source can be read"
                        + " that it needs; sys.sources says which");
    }

    @Override
    public long rows() {
        return -1;
    }
}
