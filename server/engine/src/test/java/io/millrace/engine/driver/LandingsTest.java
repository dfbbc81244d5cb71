package io.millrace.engine.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sink that is made together with others gets its rows when all count, and else nothing. */
@Timeout(60)
class LandingsTest {

    private static final RowType ROWS = RowType.of(new Field("n", Type.BIGINT, false));

    private final ClassCompiler classes = new ClassCompiler(LandingsTest.class.getClassLoader());
    private final Driver driver = new Driver(
            new LocalEngine(2, new OperatorFactory(classes)),
            DriverSettings.DEFAULT,
            new ChainCompiler(classes),
            Clock.systemUTC(),
            ServerMemory.unbounded());
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @BeforeEach
    void makeASink() {
        driver.start();
        driver.addInput(input("s", Optional.empty()));
        driver.insert("s", List.of(Page.of(2, List.of(new LongColumn(2, new long[] {1, 2}, null)))));
        driver.landings().enter(Cancellation.NEVER);
        driver.landings().begin(List.of("k"));
        Query query = new Query("k", Query.Output.SINK, new Source("s", List.of(0), ROWS, true), Optional.empty());
        driver.startQuery(query, true, Optional.of(new RecordingSink(delivered)));
    }

    @AfterEach
    void stop() {
        closed.countDown();
        driver.landings().leave();
        if (closing.getCount() > 0) { // it was not stopped yet
            driver.close();
        }
    }

    private static InputDefinition input(String name, Optional<ConnectorSource> source) {
        return new InputDefinition(
                name,
                ROWS,
                List.of(new ColumnReference(0, Type.BIGINT, false)),
                ROWS,
                Optional.empty(),
                source,
                false,
                List.of(),
                Duration.ofSeconds(10));
    }

    /** Long enough for rows that were on their way. */
    private static void linger() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    }

    @Test
    void sinkGetsItsRowsOnceItCounts() {
        linger();
        assertThat(delivered).isEmpty();
        assertThat(driver.landings().land(Map.of(), List.of(), List.of(), () -> true, () -> {}, Cancellation.NEVER))
                .isTrue();
        while (delivered.size() < 2) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(delivered).containsExactly(1L, 2L);
    }

    @Test
    void sinkThatIsGivenUpGetsNothing() {
        driver.landings().giveUp();
        linger();
        assertThat(delivered).isEmpty();
        assertThat(driver.queries()).isEmpty();
    }

    @Test
    void sinkGetsNothingWhenTheServerStopsBeforeItCounts() throws InterruptedException {
        driver.addInput(input("slow", Optional.of(new SlowToClose())));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(driver::close);
        closing.await();
        assertThatThrownBy(() -> driver.landings().giveUp())
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_STOPPING));
        linger();
        closed.countDown();
        stopped.join();
        assertThat(delivered).isEmpty();
    }

    /** A source that takes its time. */
    private final class SlowToClose implements ReceivedSource {

        @Override
        public void start(Receiver receiver) {}

        @Override
        public void close() {
            closing.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
