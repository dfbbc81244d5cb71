package io.millrace.engine.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.delivery.Backlog;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryReport;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryOfQueriesTest {

    private static final RowType ROWS = RowType.of(new Field("n", Type.BIGINT, false));
    private static final int FEW = 10_000;
    private static final int MANY = 100_000;

    private final ServerMemory memory = new ServerMemory(4 << 20);
    private final ClassCompiler classes = new ClassCompiler(MemoryOfQueriesTest.class.getClassLoader());
    private final Driver driver = new Driver(
            new LocalEngine(2, new OperatorFactory(classes)),
            new DriverSettings(Duration.ZERO, MANY, 32L << 20, 1L << 30, 600_000, Backlog.DEFAULT),
            new ChainCompiler(classes),
            Clock.systemUTC(),
            memory);

    @BeforeEach
    void start() {
        driver.start();
        driver.addInput(new InputDefinition(
                "s",
                ROWS,
                List.of(new ColumnReference(0, Type.BIGINT, false)),
                ROWS,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Duration.ofSeconds(5)));
        driver.startQuery(
                new Query("copy", Query.Output.VIEW, new Source("s", List.of(0), ROWS, true), Optional.empty()),
                true,
                Optional.empty());
        insert(FEW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void insert(int rows) {
        List<Page> pages = new ArrayList<>();
        PageBuilder builder = new PageBuilder(ROWS);
        for (int row = 0; row < rows; row++) {
            ((LongColumnBuilder) builder.column(0)).append(row);
            builder.endRow();
            if (builder.isFull() || row == rows - 1) {
                pages.add(builder.build());
            }
        }
        driver.insert("s", pages);
    }

    private long rows(String relation) {
        List<Page> pages = new ArrayList<>();
        driver.published().relation(relation).orElseThrow().read(new int[] {0}, pages::add);
        return pages.stream().mapToLong(Page::size).sum();
    }

    private QueryReport copy() {
        return driver.queries().get(0);
    }

    @Test
    void queryThatNeedsTooMuchFailsAndKeepsItsRowsWhileOthersGoOn() {
        assertThat(copy().memoryBytes()).isBetween(FEW * 8L, 600_000L);
        insert(MANY);
        assertThat(copy().status()).isEqualTo(QueryReport.Status.FAILED);
        assertThat(copy().failure().orElseThrow()).contains("query.memory", "rows of the result");
        assertThat(rows("copy")).isEqualTo(FEW);
        assertThat(rows("s")).isEqualTo(FEW + MANY);
        insert(FEW);
        assertThat(rows("s")).isEqualTo(FEW + MANY + FEW);
    }

    @Test
    void rowsOfAFailedQueryAreGivenUpWhenTheServerNeedsTheirMemory() {
        insert(MANY);
        assertThat(rows("copy")).isEqualTo(FEW);
        long kept = copy().memoryBytes();
        List<MemoryBudget> others = new ArrayList<>();
        for (long room = memory.limit() - memory.used(); room >= 0; room -= kept - 1) {
            MemoryBudget other = memory.statement(memory.limit());
            other.add(kept - 1);
            others.add(other);
        }
        driver.drop(List.of());
        assertThatThrownBy(() -> rows("copy"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_FAILED));
        assertThat(copy().memoryBytes()).isZero();
        others.forEach(MemoryBudget::check);
    }
}
