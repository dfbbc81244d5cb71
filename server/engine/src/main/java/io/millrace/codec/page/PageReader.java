package io.millrace.codec.page;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.IOException;

/**
 * Reads pages that {@link PageWriter} wrote, and none but those: what is damaged gives a {@link DamagedDataException}.
 *
 * <p>Not thread-safe. The pages do not share memory with the reader.
 */
public final class PageReader {

    private final FrameReader frames;
    private final RowType rowType;
    private Page page;

    /** @param rowType of the rows; pages of others are damaged */
    public PageReader(FrameReader frames, RowType rowType) {
        this.frames = frames;
        this.rowType = rowType;
    }

    /** Goes to the next page; false when there is none. */
    public boolean advance() throws IOException {
        if (!frames.advance()) {
            return false;
        }
        Decoder body = frames.body(FrameKind.PAGE);
        page = PageBody.take(body);
        body.end();
        check();
        return true;
    }

    public Page page() {
        return page;
    }

    private void check() {
        if (page.columnCount() != rowType.size()) {
            throw new DamagedDataException(
                    frames.offset(),
                    "a page has " + page.columnCount() + " columns instead of the " + rowType.size() + " of its rows");
        }
        for (int i = 0; i < rowType.size(); i++) {
            if (!holds(page.column(i), rowType.type(i))) {
                Field field = rowType.field(i);
                throw new DamagedDataException(
                        frames.offset(),
                        "column \"" + field.name() + "\" of a page does not hold "
                                + field.type().sql());
            }
        }
    }

    private static boolean holds(Column column, Type type) {
        return column.layout() == type.layout()
                && (!(column instanceof ArrayColumn array) || holds(array.elements(), ((ArrayType) type).element()));
    }
}
