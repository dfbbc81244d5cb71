package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.function.Predicate;

/** What readers find of a table whose source does not have any more what was read of it. */
public record LostSnapshot(MillraceException reason) implements RelationSnapshot {

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        throw new MillraceException(reason.code(), reason.userMessage());
    }

    @Override
    public long rows() {
        return -1;
    }
}
