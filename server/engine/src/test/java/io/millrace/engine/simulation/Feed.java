package io.millrace.engine.simulation;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Rows outside, numbered from 0, which can be read again; there are more when somebody says so. It outlives servers. */
final class Feed {

    private static final String PARTITION = "p";
    private static final int KEYS = 5;

    private volatile long available;
    private volatile Runnable signal = () -> {};

    long available() {
        return available;
    }

    void add(long rows) {
        available += rows;
        signal.run();
    }

    static long[] row(long number) {
        return new long[] {number % KEYS, -1 - number};
    }

    /** The source of one server. */
    ReplayableSource source() {
        return new ReplayableSource() {
            @Override
            public boolean live() {
                return true;
            }

            @Override
            public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
                long read = offsets.getOrDefault(PARTITION, Offset.ofLong(0)).asLong();
                return read < available ? List.of(Split.of(PARTITION, read, available)) : List.of();
            }

            @Override
            public boolean exhausted(Map<String, Offset> offsets) {
                return false;
            }

            @Override
            public boolean endless() {
                return false;
            }

            @Override
            public void onInput(Runnable listener) {
                signal = listener;
            }

            @Override
            public ReaderFactory readers() {
                return (split, columns, rejected) ->
                        new Reader(split.start().asLong(), split.end().asLong(), columns);
            }

            @Override
            public void close() {}
        };
    }

    private static final class Reader implements SplitReader {

        private final Page page;
        private boolean read;

        Reader(long from, long to, int[] columns) {
            Column[] chosen = new Column[columns.length];
            for (int i = 0; i < columns.length; i++) {
                int column = columns[i];
                long[] values = LongStream.range(from, to)
                        .map(number -> row(number)[column])
                        .toArray();
                chosen[i] = new LongColumn(values.length, values, null);
            }
            page = new Page((int) (to - from), chosen, null);
        }

        @Override
        public boolean advance() {
            boolean more = !read;
            read = true;
            return more;
        }

        @Override
        public Page page() {
            return page;
        }

        @Override
        public void close() {}
    }
}
