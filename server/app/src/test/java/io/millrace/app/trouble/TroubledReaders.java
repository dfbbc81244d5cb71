package io.millrace.app.trouble;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Reads numbers, one column of them for each column asked for. */
record TroubledReaders(Troubles troubles) implements ReaderFactory {

    @Override
    public SplitReader open(Split split, int[] columns, RejectedRows rejected) {
        troubles.checkKept(split.start().asLong());
        return troubles.at(Call.OPEN_SPLIT) ? null : new Reader(troubles, split, columns.length);
    }

    private static final class Reader implements SplitReader {

        private final Troubles troubles;
        private final Split split;
        private final int columns;
        private long next;
        private Page page;

        Reader(Troubles troubles, Split split, int columns) {
            this.troubles = troubles;
            this.split = split;
            this.columns = columns;
            this.next = split.start().asLong();
        }

        @Override
        public boolean advance() {
            boolean garbage = troubles.at(Call.ADVANCE);
            long end = Math.min(split.end().asLong(), next + Page.MAX_ROWS);
            if (next == end) {
                return false;
            }
            long[] numbers = LongStream.rangeClosed(next + 1, end).toArray();
            Column[] values = new Column[columns];
            Arrays.fill(values, new LongColumn(numbers.length, numbers, null));
            page = garbage ? null : Page.of(numbers.length, Arrays.asList(values));
            next = end;
            return true;
        }

        @Override
        public Page page() {
            if (troubles.at(Call.PAGE)) {
                return Page.of(page.size(), List.of(new IntColumn(page.size(), new int[page.size()], null)));
            }
            return page;
        }

        @Override
        public void close() {
            troubles.at(Call.CLOSE_READER);
        }
    }
}
