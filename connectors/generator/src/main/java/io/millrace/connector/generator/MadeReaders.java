package io.millrace.connector.generator;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;

/** Makes the rows of ranges of offsets. */
public record MadeReaders(RowMaker maker) implements ReaderFactory {

    @Override
    public SplitReader open(Split split, int[] columns, RejectedRows rejected) {
        return new MadeReader(maker, split, columns);
    }

    private static final class MadeReader implements SplitReader {

        private final RowMaker maker;
        private final long end;
        private final int[] columns;
        private final long[] offsets;
        private long next;
        private Page page;

        MadeReader(RowMaker maker, Split split, int[] columns) {
            this.maker = maker;
            this.next = split.start().asLong();
            this.end = split.end().asLong();
            this.columns = columns;
            this.offsets = new long[(int) Math.min(Page.MAX_ROWS, Math.max(1, end - next))];
        }

        @Override
        public boolean advance() {
            int count = maker.collect(next, end, offsets);
            if (count == 0) {
                next = end;
                return false;
            }
            next = offsets[count - 1] + 1;
            page = maker.make(offsets, count, columns);
            return true;
        }

        @Override
        public Page page() {
            return page;
        }

        @Override
        public void close() {
            page = null;
        }
    }
}
