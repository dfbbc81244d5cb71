package io.millrace.engine.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a batch gave that was taken back never leaves the server. */
class AbortedBatchTest {

    private static final RowType ROWS = RowType.of(new Field("n", Type.BIGINT, false));
    private static final int SPLITS = 6;

    private final ClassCompiler classes = new ClassCompiler(AbortedBatchTest.class.getClassLoader());
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void sinkGetsEachRowOnceAlthoughReadingFailsInTheMiddleOfBatches() {
        try (Driver driver = new Driver(
                new LocalEngine(2, new OperatorFactory(classes)),
                DriverSettings.DEFAULT,
                new ChainCompiler(classes),
                Clock.systemUTC(),
                ServerMemory.unbounded())) {
            driver.start();
            driver.addInput(new InputDefinition(
                    "f",
                    ROWS,
                    List.of(new ColumnReference(0, Type.BIGINT, false)),
                    ROWS,
                    Optional.empty(),
                    Optional.of(new FlakySource()),
                    false,
                    List.of(),
                    Duration.ofSeconds(10)));
            Query query = new Query("k", Query.Output.SINK, new Source("f", List.of(0), ROWS, true), Optional.empty());
            driver.startQuery(query, true, Optional.of(new RecordingSink(delivered)));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (delivered.size() < 2 * SPLITS && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        assertThat(failures).hasValue(3);
        assertThat(delivered)
                .containsExactlyElementsOf(
                        LongStream.range(0, 2 * SPLITS).boxed().toList());
    }

    /** A split after the other, of two pages; every other one fails between them when it is read first. */
    private final class FlakySource implements ReplayableSource {

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
            long read = offsets.getOrDefault("p", Offset.ofLong(0)).asLong();
            return read == SPLITS ? List.of() : List.of(Split.of("p", read, read + 1));
        }

        @Override
        public boolean exhausted(Map<String, Offset> offsets) {
            return false;
        }

        @Override
        public boolean endless() {
            return true;
        }

        @Override
        public void onInput(Runnable signal) {}

        @Override
        public ReaderFactory readers() {
            return (split, columns, rejected) -> new FlakyReader(split.start().asLong());
        }

        @Override
        public void close() {}
    }

    private final class FlakyReader implements SplitReader {

        private final long split;
        private int pages;

        FlakyReader(long split) {
            this.split = split;
        }

        @Override
        public boolean advance() {
            if (pages == 1 && split % 2 == 1 && failures.get() == split / 2) {
                failures.incrementAndGet();
                throw new MillraceException(ErrorCode.SOURCE_FAILED, "connection lost");
            }
            return pages++ < 2;
        }

        @Override
        public Page page() {
            return Page.of(1, List.of(new LongColumn(1, new long[] {2 * split + pages - 1}, null)));
        }

        @Override
        public void close() {}
    }
}
