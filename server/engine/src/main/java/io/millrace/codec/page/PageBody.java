package io.millrace.codec.page;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;

/** A page without its frame: number of rows and columns, weights when they are not all +1, the columns. */
final class PageBody {

    /** What a column takes besides its values. */
    private static final long COLUMN = 64;

    private PageBody() {}

    /** @throws MemoryBound.Passed when the page takes more memory */
    static void put(Page page, Encoder out, MemoryBound bound) {
        out.putCount(page.size());
        out.putCount(page.columnCount());
        out.putBoolean(page.weights() != null);
        if (page.weights() != null) {
            bound.add((long) page.size() * Long.BYTES);
            Packing.putLongs(out, page.weights(), null, page.size());
        }
        bound.add(page.columnCount() * COLUMN);
        ColumnEncoder columns = new ColumnEncoder(out, bound);
        for (int i = 0; i < page.columnCount(); i++) {
            if (page.column(i).size() != page.size()) {
                throw new IllegalStateException("a page of " + page.size() + " rows has a column of another size");
            }
            columns.put(page.column(i), 0);
        }
    }

    static Page take(Decoder in) {
        int size = in.takeCount(Integer.MAX_VALUE - 8, "rows");
        int columnCount = in.takeLength();
        long[] weights = in.takeBoolean() ? Packing.takeLongs(in, null, size) : null;
        in.claim(columnCount * COLUMN);
        Column[] columns = new Column[columnCount];
        ColumnDecoder decoder = new ColumnDecoder(in);
        for (int i = 0; i < columnCount; i++) {
            columns[i] = decoder.take(size, 0);
        }
        return new Page(size, columns, weights);
    }
}
