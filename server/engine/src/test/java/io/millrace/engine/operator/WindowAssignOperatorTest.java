package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.dstream.window.WindowSpec.Kind;
import io.millrace.engine.operator.window.WindowAssignOperator;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowAssignOperatorTest {

    private static final DStream INPUT = source(false, Type.VARCHAR, Type.TIMESTAMP);

    static WindowAssign assign(DStream input, WindowSpec spec, boolean lateRows) {
        List<Type> types = new ArrayList<>();
        input.rowType().fields().forEach(field -> types.add(field.type()));
        types.addAll(List.of(Type.TIMESTAMP, Type.TIMESTAMP, Type.TIMESTAMP));
        return new WindowAssign(input, 1, spec, rowType(types.toArray(Type[]::new)), lateRows);
    }

    static WindowSpec spec(Kind kind, long size, long slide, long offset) {
        return new WindowSpec(kind, size, slide, offset, Optional.empty());
    }

    @Test
    void tumblingWindowsHoldEachRowOnce() {
        verifying(assign(INPUT, spec(Kind.TUMBLE, 10, 10, 0), true))
                .batch("+a|0 +b|9 -c|10 +d|-1")
                .emits("+a|0|0|10|9 +b|9|0|10|9 -c|10|10|20|19 +d|-1|-10|0|-1");
    }

    @Test
    void offsetShiftsTheBorders() {
        verifying(assign(INPUT, spec(Kind.TUMBLE, 10, 10, 3), true))
                .batch("+a|2 +b|3")
                .emits("+a|2|-7|3|2 +b|3|3|13|12");
    }

    @Test
    void hoppingWindowsOverlap() {
        verifying(assign(INPUT, spec(Kind.HOP, 10, 4, 0), true))
                .batch("+a|9 +b|8")
                .emits("+a|9|8|18|17 +a|9|4|14|13 +a|9|0|10|9 +b|8|8|18|17 +b|8|4|14|13 +b|8|0|10|9")
                .batch("+c|10")
                .emits("+c|10|8|18|17 +c|10|4|14|13");
    }

    @Test
    void cumulatingWindowsGrowByTheStep() {
        verifying(assign(INPUT, spec(Kind.CUMULATE, 9, 3, 0), true))
                .batch("+a|1 +b|5 +c|8")
                .emits("+a|1|0|3|2 +a|1|0|6|5 +a|1|0|9|8 +b|5|0|6|5 +b|5|0|9|8 +c|8|0|9|8");
    }

    @Test
    void rowsOfClosedWindowsAreLateAndOpenWindowsKeepThem() {
        verifying(assign(INPUT, spec(Kind.HOP, 10, 5, 0), true))
                .watermark(10)
                .batch("+a|3")
                .emits("+a|3|0|10|9 +a|3|-5|5|4")
                .batch("+b|3 +c|7 +d|4")
                .refusesAsLate("+b|3 +d|4")
                .emits("+c|7|5|15|14");
    }

    @Test
    void closedWindowsStayOpenWithoutLateRows() {
        verifying(assign(INPUT, spec(Kind.TUMBLE, 10, 10, 0), false))
                .watermark(100)
                .batch("")
                .batch("+b|3")
                .refusesAsLate("")
                .emits("+b|3|0|10|9");
    }

    @Test
    void rowsWithoutTimeAreRejected() {
        verifying(assign(INPUT, spec(Kind.TUMBLE, 10, 10, 0), true))
                .batch("+a|~ +b|1")
                .rejects("a|~ NULL_NOT_ALLOWED: column \"c1\" is null, so the row belongs to no window")
                .emits("+b|1|0|10|9");
    }

    @Test
    void daysFollowTheWallClockOfTheZone() {
        long day = 86_400_000;
        WindowSpec spec = new WindowSpec(Kind.TUMBLE, day, day, 0, Optional.of(ZoneId.of("Europe/Berlin")));
        long noon = Instant.parse("2026-03-29T10:00:00Z").toEpochMilli();
        long start = Instant.parse("2026-03-28T23:00:00Z").toEpochMilli();
        long end = Instant.parse("2026-03-29T22:00:00Z").toEpochMilli();
        verifying(assign(source(true, Type.VARCHAR, Type.TIMESTAMP_LTZ), spec, true))
                .batch("+a|" + noon)
                .emits("+a|" + noon + "|" + start + "|" + end + "|" + (end - 1));
    }

    @Test
    void manyWindowsPerRowAreCutIntoPages() {
        Operator operator = new WindowAssignOperator(
                assign(source(true, Type.VARCHAR, Type.TIMESTAMP), spec(Kind.HOP, 20_000, 1, 0), true),
                new BatchContext());
        List<Page> pages = new ArrayList<>();
        operator.process(0, RowText.page(INPUT.rowType(), List.of("+a|5", "+b|6")), pages::add);
        assertThat(pages.stream().mapToInt(Page::size).sum()).isEqualTo(40_000);
        assertThat(pages).allSatisfy(page -> assertThat(page.size()).isLessThanOrEqualTo(Page.MAX_ROWS));
        assertThat(pages.stream()
                        .flatMapToLong(page -> Arrays.stream(((LongColumn) page.column(2)).values()))
                        .distinct()
                        .count())
                .isEqualTo(20_001);
    }
}
