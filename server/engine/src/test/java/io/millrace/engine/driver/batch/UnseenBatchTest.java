package io.millrace.engine.driver.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches that are committed while the disk does not have them yet. */
class UnseenBatchTest {

    private static final RowType ROWS = RowType.of(new Field("n", Type.BIGINT, false));
    private static final Source STREAM = new Source("s", List.of(0), ROWS, true);

    private final ClassCompiler classes = new ClassCompiler(UnseenBatchTest.class.getClassLoader());
    private final LocalEngine engine = new LocalEngine(1, new OperatorFactory(classes));
    private final Relations relations = new Relations();
    private final BatchCoordinator coordinator = new BatchCoordinator(
            engine, DriverSettings.DEFAULT, new BatchClock(Clock.systemUTC()), relations, MemoryBudget.unbounded());
    private Input input;

    private long written;
    private long durable;
    private boolean broken;

    /** A history whose disk is as fast as the test wants. */
    private History history() {
        return (History) Proxy.newProxyInstance(
                History.class.getClassLoader(), new Class<?>[] {History.class}, (proxy, method, given) -> {
                    switch (method.getName()) {
                        case "isKept":
                            return true;
                        case "epoch", "writtenBytes":
                            return 1L;
                        case "request":
                            return written;
                        case "isSettled":
                            return isDurable((Long) given[0]);
                        case "settle":
                            durable = Math.max(durable, broken ? durable : written);
                            isDurable(given == null ? written : (Long) given[0]);
                            return null;
                        case "batch":
                            written++;
                            return null;
                        default:
                            return null;
                    }
                });
    }

    private boolean isDurable(long mark) {
        if (broken && mark > durable) {
            throw new MillraceException(ErrorCode.JOURNAL_BROKEN, "the disk is gone");
        }
        return mark <= durable;
    }

    @BeforeEach
    void define() {
        input = new Input(
                "s",
                new InputDefinition(
                        "s",
                        ROWS,
                        List.of(new ColumnReference(0, Type.BIGINT, false)),
                        ROWS,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        List.of(),
                        Duration.ofSeconds(5)),
                new ChainCompiler(classes),
                1 << 20,
                MemoryBudget.unbounded(),
                (read, split, rows, rejected) -> {},
                Runnable::run);
        relations.add(input);
        MemoryBudget memory = MemoryBudget.unbounded();
        Query all = new Query("all", Query.Output.VIEW, STREAM, Optional.empty());
        relations.add(new RunningQuery(
                "all",
                all,
                engine.deploy(all, Cancellation.NEVER, memory),
                new QueryTarget.ToView(new ViewStore(ROWS)),
                memory));
        coordinator.history(history(), () -> {});
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Inbound.Parcel insert(long number) {
        PageBuilder builder = new PageBuilder(ROWS);
        ((LongColumnBuilder) builder.column(0)).append(number);
        builder.endRow();
        return input.inbound().insert(List.of(builder.build()));
    }

    private long shown() {
        long[] rows = {0};
        coordinator
                .published()
                .relation("all")
                .ifPresent(all -> all.read(new int[] {0}, page -> {
                    rows[0] += page.size();
                    return true;
                }));
        return rows[0];
    }

    @Test
    void nothingOfABatchIsSeenBeforeTheDiskHasIt() {
        Inbound.Parcel row = insert(1);
        assertThat(coordinator.runIfNeeded()).isTrue();
        coordinator.showSettled();
        assertThat(shown()).isZero();
        assertThat(row.committed()).isNotDone();
        durable = 1;
        coordinator.showSettled();
        assertThat(shown()).isEqualTo(1);
        assertThat(row.committed()).isCompletedWithValue(1L);
    }

    @Test
    void nextBatchRunsMeanwhileButNoThird() {
        Inbound.Parcel first = insert(1);
        assertThat(coordinator.runIfNeeded()).isTrue();
        Inbound.Parcel second = insert(2);
        assertThat(coordinator.runIfNeeded()).isTrue();
        assertThat(written).isEqualTo(2);
        insert(3);
        assertThat(coordinator.runIfNeeded()).isFalse();
        durable = 1;
        coordinator.showSettled();
        assertThat(first.committed()).isCompletedWithValue(1L);
        assertThat(second.committed()).isNotDone();
        assertThat(shown()).isEqualTo(1);
        assertThat(coordinator.runIfNeeded()).isTrue();
        coordinator.settle();
        assertThat(shown()).isEqualTo(3);
        assertThat(coordinator.published().batch()).isEqualTo(3);
    }

    @Test
    void brokenJournalShowsNothingAndTellsThoseWhoWait() {
        Inbound.Parcel first = insert(1);
        coordinator.runIfNeeded();
        Inbound.Parcel second = insert(2);
        coordinator.runIfNeeded();
        durable = 1;
        broken = true;
        coordinator.showSettled();
        coordinator.republish("all");
        assertThat(first.committed()).isCompletedWithValue(1L);
        assertThatThrownBy(second.committed()::join).hasMessageContaining("the disk is gone");
        assertThat(shown()).isEqualTo(1);
        assertThat(coordinator.published().batch()).isEqualTo(1);
    }

    @Test
    void whatIsShownAnewBesideBatchesIsNoFurtherThanTheyAre() {
        insert(1);
        coordinator.runIfNeeded();
        coordinator.republish("all");
        assertThat(shown()).isEqualTo(1);
        assertThat(durable).isEqualTo(1);
    }
}
