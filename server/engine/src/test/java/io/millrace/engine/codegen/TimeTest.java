package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.Expressions.text;
import static io.millrace.engine.codegen.FunctionKit.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTest {

    private static final LocalDateTime MOMENT = LocalDateTime.of(2024, 2, 29, 23, 45, 51, 678_000_000);

    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static Literal timestamp(LocalDateTime time) {
        return Literal.of(millis(time), Type.TIMESTAMP);
    }

    private static Literal date(String date) {
        return Literal.of((int) LocalDate.parse(date).toEpochDay(), Type.DATE);
    }

    private static Literal days(long millis) {
        return Literal.of(millis, Type.INTERVAL_DAY);
    }

    private static Literal months(int months) {
        return Literal.of(months, Type.INTERVAL_MONTH);
    }

    @Test
    void partsAreExtracted() {
        extracted(EXTRACT_YEAR, 2024);
        extracted(EXTRACT_QUARTER, 1);
        extracted(EXTRACT_MONTH, 2);
        extracted(EXTRACT_WEEK, 9);
        extracted(EXTRACT_DAY, 29);
        extracted(EXTRACT_DOW, 5);
        extracted(EXTRACT_DOY, 60);
        extracted(EXTRACT_HOUR, 23);
        extracted(EXTRACT_MINUTE, 45);
        extracted(EXTRACT_SECOND, 51);
        extracted(EXTRACT_MILLISECOND, 51_678);
        extracted(EXTRACT_EPOCH, millis(MOMENT) / 1000);
        check(EXTRACT_EPOCH, Type.decimal(18, 3), BigDecimal.valueOf(millis(MOMENT), 3), timestamp(MOMENT));
        check(EXTRACT_SECOND, Type.decimal(5, 3), new BigDecimal("51.678"), timestamp(MOMENT));
        check(EXTRACT_YEAR, Type.BIGINT, 1969L, date("1969-12-31"));
        check(EXTRACT_DOW, Type.INTEGER, 4, date("1969-12-31"));
        check(EXTRACT_HOUR, Type.BIGINT, 1L, Literal.of(3_600_000, Type.TIME));
        check(EXTRACT_DAY, Type.BIGINT, 2L, days(2 * 86_400_000L + 5));
        check(EXTRACT_HOUR, Type.BIGINT, -1L, days(-3_600_000L));
        check(EXTRACT_MONTH, Type.BIGINT, 2L, months(14));
    }

    private static void extracted(Function function, long expected) {
        check(function, Type.BIGINT, expected, timestamp(MOMENT));
    }

    @Test
    void partsAgreeWithTheCalendarOfTheJdk() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(random.nextInt() * 20L, 0, ZoneOffset.UTC);
            Literal literal = timestamp(time);
            assertThat(value(EXTRACT_YEAR, literal)).isEqualTo((long) time.getYear());
            assertThat(value(EXTRACT_DOY, literal)).isEqualTo((long) time.getDayOfYear());
            assertThat(value(EXTRACT_WEEK, literal)).isEqualTo((long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            assertThat(value(EXTRACT_DOW, literal))
                    .isEqualTo((long) time.getDayOfWeek().getValue() % 7 + 1);
            assertThat(value(EXTRACT_HOUR, literal)).isEqualTo(time.getLong(ChronoField.HOUR_OF_DAY));
        }
    }

    private static Object value(Function function, Literal literal) {
        return Evaluator.over(
                        List.of(Type.TIMESTAMP),
                        List.<Object[]>of(new Object[] {literal.value().orElseThrow()}),
                        call(function, Type.BIGINT, Expressions.column(0, Type.TIMESTAMP)))
                .get(0);
    }

    @Test
    void timesAreFloored() {
        floored(FLOOR_YEAR, LocalDateTime.of(2024, 1, 1, 0, 0));
        floored(FLOOR_QUARTER, LocalDateTime.of(2024, 1, 1, 0, 0));
        floored(FLOOR_MONTH, LocalDateTime.of(2024, 2, 1, 0, 0));
        floored(FLOOR_WEEK, LocalDateTime.of(2024, 2, 25, 0, 0));
        floored(FLOOR_DAY, LocalDateTime.of(2024, 2, 29, 0, 0));
        floored(FLOOR_HOUR, LocalDateTime.of(2024, 2, 29, 23, 0));
        floored(FLOOR_MINUTE, LocalDateTime.of(2024, 2, 29, 23, 45));
        floored(FLOOR_SECOND, LocalDateTime.of(2024, 2, 29, 23, 45, 51));
        check(FLOOR_DAY, Type.TIMESTAMP, -86_400_000L, Literal.of(-1L, Type.TIMESTAMP));
        check(FLOOR_MONTH, Type.DATE, (int) LocalDate.of(1969, 12, 1).toEpochDay(), date("1969-12-31"));
    }

    private static void floored(Function function, LocalDateTime expected) {
        check(function, Type.TIMESTAMP, millis(expected), timestamp(MOMENT));
    }

    @Test
    void intervalsAreAdded() {
        check(ADD, Type.TIMESTAMP, millis(MOMENT.plusDays(1)), timestamp(MOMENT), days(86_400_000));
        check(SUBTRACT, Type.TIMESTAMP, millis(MOMENT.minusHours(1)), timestamp(MOMENT), days(3_600_000));
        check(SUBTRACT, Type.TIMESTAMP, millis(MOMENT.minusMonths(1)), timestamp(MOMENT), months(1));
        check(SUBTRACT, Type.INTERVAL_DAY, 1000L, timestamp(MOMENT), timestamp(MOMENT.minusSeconds(1)));
        check(ADD, Type.DATE, (int) LocalDate.of(2024, 3, 1).toEpochDay(), date("2024-02-29"), days(86_400_000));
        check(ADD, Type.DATE, (int) LocalDate.of(2025, 2, 28).toEpochDay(), date("2024-02-29"), months(12));
        check(ADD_MONTHS, Type.DATE, (int) LocalDate.of(2024, 1, 29).toEpochDay(), date("2024-02-29"), integer(-1));
        check(ADD_MONTHS, Type.TIMESTAMP, millis(MOMENT.plusYears(1)), timestamp(MOMENT), integer(12));
        check(SUBTRACT, Type.INTERVAL_DAY, 86_400_000L, date("2024-03-01"), date("2024-02-29"));
        check(MULTIPLY, Type.INTERVAL_DAY, 3_000L, days(1_000), integer(3));
        check(NEGATE, Type.INTERVAL_DAY, -3_000L, days(3_000));
        check(
                ADD,
                Type.TIMESTAMP,
                "INVALID_DATETIME: date or time out of range",
                Literal.of(Long.MAX_VALUE, Type.TIMESTAMP),
                days(1));
    }

    @Test
    void timestampsAreFormatted() {
        check(DATE_FORMAT, Type.VARCHAR, "29 Feb 2024, 23h", timestamp(MOMENT), text("dd MMM yyyy, HH'h'"));
        check(DATE_FORMAT, Type.VARCHAR, "2024-02-29", timestamp(MOMENT), text("yyyy-MM-dd"));
    }

    @Test
    void currentTimeIsThatOfTheBatch() {
        assertThat(Evaluator.constant(call(CURRENT_TIMESTAMP, Type.TIMESTAMP))).isEqualTo(Recorder.NOW);
        assertThat(Evaluator.constant(call(CURRENT_DATE, Type.DATE))).isEqualTo((int) (Recorder.NOW / 86_400_000));
        assertThat(Evaluator.constant(call(CURRENT_TIME, Type.TIME))).isEqualTo((int) (Recorder.NOW % 86_400_000));
        assertThat(Evaluator.constant(call(
                        ADD,
                        Type.BIGINT,
                        call(REINTERPRET, Type.BIGINT, call(CURRENT_TIMESTAMP, Type.TIMESTAMP)),
                        bigint(1))))
                .isEqualTo(Recorder.NOW + 1);
    }
}
