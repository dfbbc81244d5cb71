package io.millrace.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Split;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AheadBoundTest {

    private final AheadBound bound = new AheadBound(Optional.of(Duration.ofMillis(10)));

    private static List<Split> split(long start, long end) {
        return List.of(Split.of("p", start, end));
    }

    private long limit(long position) {
        return bound.limits("p").at(position);
    }

    @Test
    void rowsThatComeNowAreMeasuredByTheClock() {
        assertThat(bound.now(100).at(0)).isEqualTo(110);
        assertThat(new AheadBound(Optional.empty()).now(100).at(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsReadAgainIsMeasuredByTheClockOfTheFirstReading() {
        bound.begin(split(0, 50), 100);
        bound.begin(split(50, 80), 200);
        assertThat(limit(0)).isEqualTo(110);
        assertThat(limit(49)).isEqualTo(110);
        assertThat(limit(50)).isEqualTo(210);
        assertThat(limit(80)).isEqualTo(Long.MAX_VALUE);
        assertThat(bound.limits("p").least()).isEqualTo(110);
        assertThat(bound.limits("q").least()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void limitsOfRangesWithoutRefusedRowsAreForgotten() {
        for (long from = 0; from < 1_000; from += 10) {
            bound.begin(split(from, from + 10), from);
            if (from != 500) {
                bound.passed(split(from, from + 10));
            }
        }
        assertThat(limit(499)).isEqualTo(Long.MAX_VALUE);
        assertThat(limit(505)).isEqualTo(510);
        assertThat(limit(510)).isEqualTo(Long.MAX_VALUE);
        assertThat(bound.limits("p").byPosition()).hasSizeLessThanOrEqualTo(2);
    }
}
