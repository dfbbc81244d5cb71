package io.millrace.codec.page;

import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How fast pages are written and read, in bytes of their memory per second. Run by hand. */
public final class PageBenchmark {

    private static final int ROWS = Page.MAX_ROWS;
    private static final long NANOS = 1_500_000_000L;

    private PageBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Random random = new Random(1);
        run("bids", bids(random));
        run(
                "random longs",
                page(Type.BIGINT, new LongColumn(ROWS, random.longs(ROWS).toArray(), null)));
        run("times", page(Type.TIMESTAMP, times(random)));
        run(
                "doubles",
                page(Type.DOUBLE, new DoubleColumn(ROWS, random.doubles(ROWS).toArray(), null)));
        run("short text", page(Type.VARCHAR, texts(random, 12)));
        run("long text", page(Type.VARCHAR, texts(random, 200)));
        run("text of a block", page(Type.VARCHAR, scattered(random)));
    }

    private record Sample(RowType rowType, Page page, long bytes) {}

    private static Sample page(Type type, Column column) {
        return new Sample(
                RowType.of(new Field("c", type, true)), Page.of(ROWS, List.of(column)), column.retainedBytes());
    }

    private static Sample bids(Random random) {
        RowType rowType = RowType.of(
                new Field("auction", Type.BIGINT, false),
                new Field("bidder", Type.BIGINT, false),
                new Field("price", Type.BIGINT, false),
                new Field("channel", Type.VARCHAR, true),
                new Field("url", Type.VARCHAR, true),
                new Field("date_time", Type.TIMESTAMP, false),
                new Field("category", Type.INTEGER, false));
        List<Column> columns = List.of(
                new LongColumn(ROWS, random.longs(ROWS, 1_000, 30_000).toArray(), null),
                new LongColumn(ROWS, random.longs(ROWS, 1_000, 30_000).toArray(), null),
                new LongColumn(ROWS, random.longs(ROWS, 1, 10_000_000).toArray(), null),
                texts(random, 8),
                texts(random, 60),
                times(random),
                new IntColumn(ROWS, random.ints(ROWS, 0, 20).toArray(), null));
        long bytes = columns.stream().mapToLong(Column::retainedBytes).sum();
        return new Sample(rowType, Page.of(ROWS, columns), bytes);
    }

    private static LongColumn times(Random random) {
        long[] times =
                random.longs(ROWS, 1_700_000_000_000L, 1_700_000_060_000L).toArray();
        return new LongColumn(ROWS, times, null);
    }

    private static BytesColumn texts(Random random, int most) {
        int[] lengths = random.ints(ROWS, most / 2, most).toArray();
        int[] starts = new int[ROWS];
        for (int i = 1; i < ROWS; i++) {
            starts[i] = starts[i - 1] + lengths[i - 1];
        }
        return new BytesColumn(ROWS, new byte[starts[ROWS - 1] + lengths[ROWS - 1]], starts, lengths, null);
    }

    /** What a parser leaves: slices with other bytes between them. */
    private static BytesColumn scattered(Random random) {
        int[] lengths = random.ints(ROWS, 6, 20).toArray();
        int[] starts = new int[ROWS];
        for (int i = 1; i < ROWS; i++) {
            starts[i] = starts[i - 1] + 25;
        }
        return new BytesColumn(ROWS, new byte[ROWS * 25], starts, lengths, null);
    }

    private static void run(String name, Sample sample) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PageWriter writer = new PageWriter(new FrameWriter(out));
        double writes = 0;
        double reads = 0;
        for (int round = 0; round < 2; round++) {
            long began = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - began < NANOS) {
                out.reset();
                writer.write(sample.page());
                count++;
            }
            writes = count * 1e9 / (System.nanoTime() - began);
            byte[] written = out.toByteArray();
            began = System.nanoTime();
            count = 0;
            while (System.nanoTime() - began < NANOS) {
                PageReader reader =
                        new PageReader(new FrameReader(new ByteArrayInputStream(written)), sample.rowType());
                while (reader.advance()) {
                    count++;
                }
            }
            reads = count * 1e9 / (System.nanoTime() - began);
        }
        System.out.printf(
                Locale.ROOT,
                "%-16s %9d bytes as %9d, write %6.0f MB/s, read %6.0f MB/s, %5.1f and %5.1f ns per row%n",
                name,
                sample.bytes(),
                out.size(),
                writes * sample.bytes() / 1e6,
                reads * sample.bytes() / 1e6,
                1e9 / writes / ROWS,
                1e9 / reads / ROWS);
    }
}
