package io.millrace.engine.memory;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/**
 * Measures pages that are held together. The bytes of texts, which many columns and pages share, are counted the first time only;
 * which ones were counted is remembered for the last few. Used by one thread at a time.
 */
public final class PageBytes {

    private static final int REMEMBERED = 8;
    private static final long PAGE = 64;

    private final Object[] counted = new Object[REMEMBERED];
    private int oldest;

    /** The bytes that a page adds to those before it. */
    public long of(Page page) {
        long bytes = PAGE + (page.weights() == null ? 0 : page.size() * 8L);
        for (int i = 0; i < page.columnCount(); i++) {
            bytes += of(page.column(i));
        }
        return bytes;
    }

    private long of(Column column) {
        if (column instanceof BytesColumn texts) {
            return texts.size() * 8L + (isNew(texts.data()) ? texts.data().length : 0);
        }
        if (column instanceof ArrayColumn arrays) {
            return arrays.size() * 8L + (isNew(arrays.elements()) ? of(arrays.elements()) : 0);
        }
        return column == null ? 0 : column.retainedBytes();
    }

    private boolean isNew(Object shared) {
        for (Object known : counted) {
            if (known == shared) {
                return false;
            }
        }
        counted[oldest] = shared;
        oldest = (oldest + 1) % REMEMBERED;
        return true;
    }

    /** Begins anew: no page is held any more. */
    public void clear() {
        Arrays.fill(counted, null);
    }
}
