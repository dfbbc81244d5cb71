package io.millrace.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final ServerMemory server = new ServerMemory(1_000);

    private static void assertExceeded(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED));
    }

    @Test
    void whoExceedsItsBudgetFailsFromThenOnAndOthersGoOn() {
        MemoryBudget greedy = server.query(300);
        MemoryBudget modest = server.query(300);
        greedy.add(300);
        assertExceeded(() -> greedy.add(1));
        greedy.add(-200);
        assertExceeded(() -> greedy.add(1));
        modest.add(300);
        modest.check();
    }

    @Test
    void errorTellsTheSettingAndWhatTheMemoryWasFor() {
        MemoryBudget budget = server.query(300);
        new MemoryUse(budget, "rows that a join keeps").add(200);
        new MemoryUse(budget, "rows of the result").add(10);
        assertThatThrownBy(() -> new MemoryUse(budget, "open sessions").add(100))
                .hasMessageContaining(
                        "the setting query.memory; it was for 200 bytes of rows that a join keeps, 100 bytes of"
                                + " open sessions; filter");
    }

    @Test
    void closingGivesEverythingBack() {
        MemoryBudget budget = server.statement(800);
        budget.add(700);
        assertThat(server.used()).isEqualTo(700);
        budget.close();
        assertThat(server.used()).isZero();
        budget.add(-700);
        budget.count(50);
        assertThat(server.used()).isZero();
        assertThatThrownBy(() -> budget.add(1)).hasMessageContaining("cancelled");
    }

    @Test
    void greediestFailsWhenAllTogetherHoldTooMuch() {
        List<String> told = new ArrayList<>();
        MemoryBudget greedy = server.query(1_000);
        greedy.whenFailed(cause -> told.add("greedy"));
        MemoryBudget modest = server.statement(1_000);
        modest.whenFailed(cause -> told.add("modest"));
        greedy.add(700);
        modest.add(200);
        modest.add(200);
        assertThat(told).containsExactly("greedy");
        assertExceeded(greedy::check);
        modest.add(200);
        assertThat(told).containsExactly("greedy");
    }

    @Test
    void rowsThatAreKeptAreNotTakenAwayButNoMoreCome() {
        server.kept().count(740);
        server.admitKept(5);
        assertExceeded(() -> server.admitKept(6));
        assertExceeded(() -> server.admitKept(0));
        server.query(1_000).add(250);
        server.admit(10);
        assertExceeded(() -> server.admit(11));
    }

    @Test
    void onlyWhoHoldsMuchFailsWhenTheHeapIsNearlyFull() {
        MemoryBudget small = server.query(1_000);
        small.add(20);
        assertThat(server.relieve()).isEmpty();
        MemoryBudget large = server.query(1_000);
        large.add(500);
        assertThat(server.relieve()).contains(500L);
        assertExceeded(large::check);
        assertThat(server.relieve())
                .as("until the first has given back what it holds")
                .isEmpty();
    }

    @Test
    void bytesThatPagesShareAreCountedOnce() {
        byte[] data = new byte[10_000];
        Page page = new Page(
                2,
                new Column[] {
                    new BytesColumn(2, data, new int[2], new int[2], null),
                    new BytesColumn(2, data, new int[2], new int[2], null)
                },
                null);
        PageBytes meter = new PageBytes();
        assertThat(meter.of(page)).isBetween(10_000L, 10_200L);
        assertThat(meter.of(page.gather(new int[] {1, 0}, 2))).isLessThan(200);
        meter.clear();
        assertThat(meter.of(page)).isGreaterThan(10_000);
    }

    @Test
    void scratchIsGivenBackWhenThePageIsDone() {
        MemoryBudget budget = server.statement(1_000);
        Scratch scratch = new Scratch(budget);
        Scratch.take(1);
        Scratch outer = scratch.enter();
        Scratch.take(400);
        long mark = scratch.taken();
        Scratch.take(500);
        scratch.backTo(mark);
        assertThat(budget.used()).isEqualTo(400);
        assertExceeded(() -> Scratch.take(601));
        scratch.leave(outer);
        assertThat(budget.used()).isZero();
    }
}
