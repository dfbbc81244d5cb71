package io.millrace.engine.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Health;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.Subscription;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverTest {

    private static final RowType ROWS =
            RowType.of(new Field("k", Type.BIGINT, false), new Field("v", Type.BIGINT, false));

    private final ClassCompiler classes = new ClassCompiler(DriverTest.class.getClassLoader());
    private final Driver driver = new Driver(
            new LocalEngine(2, new OperatorFactory(classes)),
            DriverSettings.DEFAULT,
            new ChainCompiler(classes),
            Clock.systemUTC(),
            ServerMemory.unbounded());

    DriverTest() {
        driver.start();
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void insertReturnsWhenEveryViewContainsItsRows() {
        driver.addInput(input("s", false));
        driver.startQuery(view("sums", sums("s")), true, Optional.empty());
        driver.startQuery(view("again", new Source("sums", List.of(0, 1), ROWS, false)), true, Optional.empty());
        for (long i = 1; i <= 50; i++) {
            long batch = driver.insert("s", List.of(page(i % 3, i))).batch();
            assertThat(driver.published().batch()).isGreaterThanOrEqualTo(batch);
            assertThat(read("sums")).isEqualTo(read("again"));
        }
        assertThat(read("sums")).isEqualTo(Map.of(0L, 408L, 1L, 425L, 2L, 442L));
    }

    @Test
    void newViewStartsFromTheWholeStream() {
        driver.addInput(input("s", false));
        driver.insert("s", List.of(page(1, 10), page(2, 20)));
        driver.startQuery(view("sums", sums("s")), true, Optional.empty());
        assertThat(read("sums")).isEqualTo(Map.of(1L, 10L, 2L, 20L));
        driver.insert("s", List.of(page(1, 5)));
        assertThat(read("sums")).isEqualTo(Map.of(1L, 15L, 2L, 20L));
    }

    @Test
    void viewWithoutBackfillSeesOnlyWhatComesAfter() {
        driver.addInput(input("s", false));
        driver.insert("s", List.of(page(1, 10)));
        driver.startQuery(view("sums", sums("s")), false, Optional.empty());
        driver.insert("s", List.of(page(1, 5)));
        assertThat(read("sums")).isEqualTo(Map.of(1L, 5L));
    }

    @Test
    void brokenSourceIsTriedAgainAndNobodyElseIsHeldUp() throws InterruptedException {
        driver.addInput(input("s", false));
        driver.addInput(input("broken", Optional.of(new BrokenSource())));
        driver.startQuery(view("sums", sums("broken")), false, Optional.empty());
        driver.startQuery(view("others", sums("s")), true, Optional.empty());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (problem("broken").isEmpty() && System.nanoTime() < deadline) {
            driver.insert("s", List.of(page(1, 0)));
        }
        driver.insert("s", List.of(page(1, 1)));
        assertThat(problem("broken")).contains("reading \"broken\" failed: a bug");
        assertThat(read("others")).isEqualTo(Map.of(1L, 1L));
        assertThat(driver.queries())
                .extracting(QueryReport::name, QueryReport::status)
                .containsExactlyInAnyOrder(
                        tuple("sums", QueryReport.Status.RUNNING), tuple("others", QueryReport.Status.RUNNING));
    }

    private Optional<String> problem(String name) {
        return driver.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .flatMap(InputReport::problem)
                .map(Health.Problem::text);
    }

    @Test
    void inputWhoseSourceDoesNotStartIsNotThere() {
        assertThatThrownBy(() -> driver.addInput(input("silent", Optional.of(new SilentSource()))))
                .hasMessageContaining("no sender");
        assertThatThrownBy(() -> driver.insert("silent", List.of(page(1, 1)))).hasMessageContaining("does not exist");
    }

    @Test
    void recoveredServerOpensSourcesAndRunsBatchesOnlyAtTheEnd() throws InterruptedException {
        driver.restart().begin(false);
        SilentSource source = new SilentSource();
        driver.addInput(input("silent", Optional.of(source)));
        driver.addInput(input("s", false));
        driver.startQuery(view("sums", sums("s")), true, Optional.empty());
        Thread insert = new Thread(() -> driver.insert("s", List.of(page(1, 10))));
        insert.start();
        insert.join(300);
        assertThat(insert.isAlive()).isTrue();
        assertThat(driver.published().batch()).isZero();
        assertThat(source.starts).isZero();
        driver.restart().end(History.NONE);
        insert.join();
        assertThat(read("sums")).isEqualTo(Map.of(1L, 10L));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (problem("silent").isEmpty() && System.nanoTime() < deadline) {
            driver.insert("s", List.of(page(1, 0)));
        }
        assertThat(problem("silent")).contains("no sender");
    }

    /** A batch has run when it is refused room in the journal: all of it is taken back, and the next one is right. */
    @Test
    void batchThatCannotBeWrittenDownLeavesNothing() {
        driver.restart().begin(false);
        driver.addInput(input("s", false));
        driver.startQuery(view("sums", sums("s")), true, Optional.empty());
        AtomicBoolean full = new AtomicBoolean();
        driver.restart().end(onDiskThatMayBe(full));
        driver.insert("s", List.of(page(1, 10)));
        for (int attempt = 0; attempt < 3; attempt++) {
            full.set(true);
            assertThatThrownBy(() -> driver.insert("s", List.of(page(1, 100), page(2, 7))))
                    .hasMessageContaining("the disk is full");
            full.set(false);
            driver.insert("s", List.of(page(1, 1)));
            assertThat(read("sums")).isEqualTo(Map.of(1L, 11L + attempt));
            assertThat(read("s")).hasSize(1);
        }
    }

    private static History onDiskThatMayBe(AtomicBoolean full) {
        return (History) Proxy.newProxyInstance(
                History.class.getClassLoader(), new Class<?>[] {History.class}, (proxy, method, given) -> {
                    if (method.getName().equals("isKept")) {
                        return true;
                    } else if (method.getName().equals("batch") && full.get()) {
                        throw new MillraceException(ErrorCode.DISK_FULL, "the disk is full");
                    }
                    return method.invoke(History.NONE, given);
                });
    }

    private static final class SilentSource implements ReceivedSource {

        private volatile int starts;

        @Override
        public void start(Receiver receiver) {
            starts++;
            throw new MillraceException(ErrorCode.FILE_ERROR, "no sender");
        }

        @Override
        public void close() {}
    }

    /** Has always one split more, and a bug. */
    private static final class BrokenSource implements ReplayableSource {

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
            long read = offsets.getOrDefault("p", Offset.ofLong(0)).asLong();
            return List.of(Split.of("p", read, read + 1));
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
            return (split, columns, rejected) -> {
                throw new IllegalStateException("a bug");
            };
        }

        @Override
        public void close() {}
    }

    @Test
    void insertIntoATableWithAKnownKeyIsRefusedWhole() {
        driver.addInput(input("t", true));
        driver.insert("t", List.of(page(1, 10)));
        assertThatThrownBy(() -> driver.insert("t", List.of(page(2, 1), page(1, 11))))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
        assertThat(read("t")).isEqualTo(Map.of(1L, 10L));
    }

    @Test
    void viewOverATableStartsFromItsRowsAndFollowsThem() {
        driver.addInput(input("t", true));
        driver.insert("t", List.of(page(1, 10)));
        driver.startQuery(view("sums", sums("t")), true, Optional.empty());
        driver.insert("t", List.of(page(2, 7)));
        assertThat(read("sums")).isEqualTo(Map.of(1L, 10L, 2L, 7L));
    }

    @Test
    void subscriptionBeginsWithTheContentAndFollows() throws InterruptedException {
        driver.addInput(input("s", false));
        driver.insert("s", List.of(page(1, 10)));
        Query tail = new Query(
                "tail",
                Query.Output.SUBSCRIPTION,
                new Source("s", List.of(1), ROWS.project(new int[] {1}), true),
                Optional.empty());
        try (Subscription subscription = driver.subscribe(tail, true)) {
            assertThat(next(subscription)).isEqualTo(10);
            driver.insert("s", List.of(page(1, 11)));
            assertThat(next(subscription)).isEqualTo(11);
        }
        driver.insert("s", List.of(page(1, 12))); // may be in a batch that has begun before
        driver.insert("s", List.of(page(1, 13)));
        assertThat(driver.queries()).isEmpty();
    }

    @Test
    void droppedRelationIsGone() {
        driver.addInput(input("s", false));
        driver.drop(List.of("s"));
        assertThat(driver.published().relations()).isEmpty();
        assertThatThrownBy(() -> driver.insert("s", List.of(page(1, 1)))).isInstanceOf(MillraceException.class);
    }

    private static long next(Subscription subscription) throws InterruptedException {
        Page page =
                subscription.poll(Duration.ofSeconds(10)).orElseThrow().pages().get(0);
        return ((LongColumn) page.column(0)).values()[0];
    }

    private static InputDefinition input(String name, boolean table) {
        return input(name, table, Optional.empty());
    }

    private static InputDefinition input(String name, Optional<ConnectorSource> source) {
        return input(name, false, source);
    }

    private static InputDefinition input(String name, boolean table, Optional<ConnectorSource> source) {
        List<Expression> columns = IntStream.range(0, ROWS.size())
                .<Expression>mapToObj(i -> new ColumnReference(i, ROWS.type(i), false))
                .toList();
        return new InputDefinition(
                name,
                ROWS,
                columns,
                ROWS,
                Optional.empty(),
                source,
                table,
                table ? List.of(0) : List.of(),
                Duration.ofSeconds(10));
    }

    private static Query view(String name, DStream root) {
        return new Query(name, Query.Output.VIEW, root, Optional.empty());
    }

    private static DStream sums(String relation) {
        Source source = new Source(relation, List.of(0, 1), ROWS, relation.equals("s"));
        Exchange exchange = new Exchange(source, Distribution.hash(List.of(0)));
        AggregateCall sum =
                new AggregateCall(AggregateFunction.SUM, List.of(1), false, OptionalInt.empty(), Type.BIGINT, true);
        return new Aggregate(exchange, List.of(0), List.of(sum), OptionalInt.empty(), ROWS);
    }

    private static Page page(long key, long value) {
        PageBuilder page = new PageBuilder(ROWS);
        ((LongColumnBuilder) page.column(0)).append(key);
        ((LongColumnBuilder) page.column(1)).append(value);
        page.endRow();
        return page.build();
    }

    private Map<Long, Long> read(String relation) {
        Map<Long, Long> rows = new TreeMap<>();
        List<Page> pages = new ArrayList<>();
        driver.published().relation(relation).orElseThrow().read(new int[] {0, 1}, pages::add);
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                rows.put(((LongColumn) page.column(0)).values()[row], ((LongColumn) page.column(1)).values()[row]);
            }
        }
        return rows;
    }
}
