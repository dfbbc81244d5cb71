package io.millrace.engine.driver.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.WatermarkDefinition;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches that time alone asks for. */
class BatchCoordinatorTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long POLL = Duration.ofMillis(10).toNanos();
    private static final RowType ROWS = RowType.of(new Field("ts", Type.TIMESTAMP, false));
    private static final Source STREAM = new Source("s", List.of(0), ROWS, true);
    private static final ColumnReference TIME = new ColumnReference(0, Type.TIMESTAMP, false);

    private final ClassCompiler classes = new ClassCompiler(BatchCoordinatorTest.class.getClassLoader());
    private final LocalEngine engine = new LocalEngine(2, new OperatorFactory(classes));
    private final HandSetClock machine = new HandSetClock();
    private final BatchClock clock = new BatchClock(machine);
    private final Relations relations = new Relations();
    private final BatchCoordinator loop =
            new BatchCoordinator(engine, DriverSettings.DEFAULT, clock, relations, MemoryBudget.unbounded());

    /** The clock of the machine, as the test has it. */
    private static final class HandSetClock extends Clock {
        private long millis = 1_000_000;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Input stream(Optional<WatermarkDefinition> watermark) {
        InputDefinition definition = new InputDefinition(
                "s", ROWS, List.of(TIME), ROWS, watermark, Optional.empty(), false, List.of(), Duration.ofSeconds(5));
        Input input = new Input(
                "s",
                definition,
                new ChainCompiler(classes),
                1 << 20,
                MemoryBudget.unbounded(),
                (read, split, rows, rejected) -> {},
                Runnable::run);
        relations.add(input);
        return input;
    }

    private void view(String name, Query query) {
        MemoryBudget memory = MemoryBudget.unbounded();
        relations.add(new RunningQuery(
                name,
                query,
                engine.deploy(query, Cancellation.NEVER, memory),
                new QueryTarget.ToView(new ViewStore(query.root().rowType())),
                memory));
    }

    private void viewOfWhatHasNotPassed() {
        view(
                "later",
                new Query(
                        "later",
                        Query.Output.VIEW,
                        new TemporalFilter(STREAM, Optional.empty(), Optional.of(TIME)),
                        Optional.empty()));
    }

    private static Page row(long time) {
        PageBuilder builder = new PageBuilder(ROWS);
        ((LongColumnBuilder) builder.column(0)).append(time);
        builder.endRow();
        return builder.build();
    }

    private long rows(String relation) {
        List<Page> pages = new ArrayList<>();
        loop.published().relation(relation).orElseThrow().read(new int[] {0}, pages::add);
        return pages.stream().mapToLong(Page::size).sum();
    }

    @Test
    void sleepsWhenNothingIsToBeDone() {
        Input stream = stream(Optional.of(new WatermarkDefinition(0, TIME)));
        viewOfWhatHasNotPassed();
        stream.inbound().insert(List.of(row(500_000)));
        assertThat(loop.runIfNeeded()).isTrue();
        assertThat(loop.runIfNeeded()).isFalse();
        assertThat(loop.timed().nanosToWork(HOUR, POLL))
                .isGreaterThan(Duration.ofSeconds(4).toNanos());
    }

    @Test
    void wakesWhenTheNextRowLeaves() {
        Input stream = stream(Optional.empty());
        viewOfWhatHasNotPassed();
        stream.inbound().insert(List.of(row(1_002_000), row(1_003_000)));
        loop.runIfNeeded();
        assertThat(loop.timed().nanosToWork(HOUR, POLL))
                .isEqualTo(Duration.ofSeconds(2).toNanos());
        machine.millis = 1_001_999;
        assertThat(loop.runIfNeeded()).isFalse();
        machine.millis = 1_002_000;
        assertThat(loop.runIfNeeded()).isTrue();
        assertThat(rows("later")).isEqualTo(1);
        assertThat(loop.timed().nanosToWork(HOUR, POLL))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void timeThatStandsStillWakesNobody() {
        Input stream = stream(Optional.empty());
        viewOfWhatHasNotPassed();
        clock.hold();
        stream.inbound().insert(List.of(row(1_002_000)));
        loop.runIfNeeded();
        machine.millis = 2_000_000;
        assertThat(loop.runIfNeeded()).isFalse();
        assertThat(loop.timed().nanosToWork(HOUR, POLL)).isEqualTo(HOUR);
        loop.advanceTo(1_002_000);
        assertThat(rows("later")).isZero();
        assertThat(loop.published().timestamp()).isEqualTo(1_002_000);
    }

    @Test
    void batchesOfTimeAloneKeepADistance() {
        Input stream = stream(Optional.empty());
        viewOfWhatHasNotPassed();
        stream.inbound().insert(List.of(row(1_000_001), row(1_000_002)));
        loop.runIfNeeded();
        machine.millis = 1_000_001;
        assertThat(loop.runIfNeeded()).isTrue();
        machine.millis = 1_000_002;
        assertThat(loop.timed().nanosToWork(HOUR, POLL)).isEqualTo(POLL);
    }

    @Test
    void advancingMovesTheWatermarkOfWhatIsInserted() {
        Expression delayed =
                new Call(Function.SUBTRACT, List.of(TIME, Literal.of(100L, Type.INTERVAL_DAY)), Type.TIMESTAMP, false);
        Input stream = stream(Optional.of(new WatermarkDefinition(0, delayed)));
        view("closed", new Query("closed", Query.Output.VIEW, new WindowClose(STREAM, 0), Optional.empty()));
        clock.hold();
        stream.inbound().insert(List.of(row(1_000_500)));
        loop.runIfNeeded();
        loop.advanceTo(1_000_599);
        assertThat(rows("closed")).isZero();
        loop.advanceTo(1_000_600);
        assertThat(rows("closed")).isEqualTo(1);
    }

    @Test
    void noBatchRunsByItselfWhileBatchesAreHeld() {
        Input stream = stream(Optional.empty());
        viewOfWhatHasNotPassed();
        clock.hold();
        loop.hold(false);
        stream.inbound().insert(List.of(row(1_002_000)));
        loop.advanceTo(1_000_500);
        assertThat(loop.runIfNeeded()).isFalse();
        assertThat(loop.published().batch()).isZero();
        loop.release();
        assertThat(loop.runIfNeeded()).isTrue();
        assertThat(rows("later")).isEqualTo(1);
    }

    @Test
    void releasedClockRunsOnFromWhereItStands() {
        clock.hold();
        clock.moveTo(5_000_000);
        clock.release();
        assertThat(clock.millis()).isEqualTo(5_000_000);
        machine.millis += 10;
        assertThat(clock.millis()).isEqualTo(5_000_010);
        clock.hold();
        machine.millis = 9_000_000;
        assertThat(clock.millis()).isEqualTo(5_000_010);
        clock.release();
        assertThat(clock.millis()).isEqualTo(9_000_000);
    }
}
