package io.millrace.engine.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.progress.SourceBacklog;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private long now = 1_000_000;
    private final Traffic traffic = new Traffic(true, () -> now);

    @Test
    void ratesAreThoseOfTheLastTenSeconds() {
        assertThat(traffic.report(false).lastRowAt()).isEmpty();
        for (int second = 0; second < 30; second++) {
            traffic.took(100, 1_000);
            now += 1_000;
        }
        now -= 1;
        assertThat(traffic.report(false).rowsPerSecond()).isEqualTo(100);
        assertThat(traffic.report(false).bytesPerSecond()).isEqualTo(OptionalDouble.of(1_000));
        assertThat(traffic.report(false).lastRowAt()).isEqualTo(OptionalLong.of(1_029_000));
        now += 5_000;
        assertThat(traffic.report(false).rowsPerSecond()).isEqualTo(50);
        now += 60_000;
        assertThat(traffic.report(false).rowsPerSecond()).isZero();
        assertThat(traffic.report(false).lastRowAt()).isEqualTo(OptionalLong.of(1_029_000));
    }

    @Test
    void whatIsDoneAgainAfterARestartIsForgotten() {
        traffic.took(100, 1_000);
        now += 1_000;
        traffic.begin();
        assertThat(traffic.report(false).rowsPerSecond()).isZero();
        assertThat(traffic.report(false).lastRowAt()).isEmpty();
        assertThat(traffic.report(false).since()).isEqualTo(now);
    }

    @Test
    void sourceIsBehindSinceItHadNothingLast() {
        assertThat(traffic.report(false).behindSeconds()).isEmpty();
        traffic.found(SourceBacklog.ofRows(0), true);
        now += 7_000;
        assertThat(traffic.report(false).behindSeconds()).isEqualTo(OptionalDouble.of(0));
        assertThat(traffic.report(true).behindSeconds())
                .isEqualTo(OptionalDouble.of(7)); // who does not answer may have something
        traffic.found(SourceBacklog.ofRows(5), false);
        now += 1_000;
        assertThat(traffic.report(false).behindSeconds()).isEqualTo(OptionalDouble.of(8));
        assertThat(traffic.report(false).lagRows()).isEqualTo(OptionalLong.of(5));
    }
}
