package io.millrace.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.PartitionState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatermarksTest {

    private static final long SECOND = 1_000_000_000L;

    private final Watermarks watermarks = new Watermarks(Duration.ofSeconds(5));

    private long at(long seconds) {
        watermarks.advance(seconds * SECOND);
        return watermarks.current();
    }

    @Test
    void isTheLeastOverThePartitions() {
        watermarks.observe("a", 100, 0);
        watermarks.observe("b", 50, 0);
        assertThat(at(1)).isEqualTo(50);
        watermarks.observe("b", 120, SECOND);
        assertThat(at(1)).isEqualTo(100);
    }

    @Test
    void silentPartitionDoesNotStopTheOthersAndMayComeBack() {
        watermarks.observe("a", 50, 0);
        watermarks.observe("b", 100, 4 * SECOND);
        assertThat(at(5)).isEqualTo(50);
        assertThat(at(6)).isEqualTo(100);
        watermarks.observe("a", 60, 7 * SECOND);
        assertThat(at(7)).as("never goes back").isEqualTo(100);
        watermarks.observe("b", 200, 7 * SECOND);
        assertThat(at(7)).as("waits for what has come back").isEqualTo(100);
    }

    @Test
    void whenAllAreSilentTimeStandsWhereTheFurthestIs() {
        watermarks.observe("a", 50, 0);
        watermarks.observe("b", 100, 0);
        assertThat(watermarks.isSilent()).as("nothing came yet").isFalse();
        assertThat(at(1)).isEqualTo(50);
        assertThat(watermarks.isSilent()).isFalse();
        assertThat(at(6)).isEqualTo(100);
        assertThat(watermarks.isSilent()).isTrue();
    }

    @Test
    void endedPartitionDoesNotHoldTimeUntilRowsComeAgain() {
        watermarks.observe("a", 50, 0);
        watermarks.observe("b", 100, 0);
        watermarks.ended("a");
        assertThat(at(1)).isEqualTo(100);
        watermarks.observe("a", 101, SECOND);
        watermarks.observe("b", 200, SECOND);
        assertThat(at(1)).isEqualTo(101);
    }

    @Test
    void unreadPartitionHoldsTimeHoweverLong() {
        watermarks.note(Map.of("a", PartitionState.OPEN, "b", PartitionState.PENDING));
        watermarks.observe("a", 100, 0);
        assertThat(at(60)).isEqualTo(Watermarks.NONE);
        watermarks.note(Map.of("a", PartitionState.ENDED, "b", PartitionState.OPEN));
        watermarks.observe("b", 70, 60 * SECOND);
        assertThat(at(60)).isEqualTo(70);
    }

    @Test
    void rowsThatWaitForABatchHoldTime() {
        watermarks.observe("a", 50, 0);
        watermarks.observe("b", 100, 10 * SECOND);
        watermarks.waiting(Set.of("a"));
        assertThat(at(10)).isEqualTo(50);
        watermarks.waiting(Set.of());
        assertThat(at(10)).isEqualTo(100);
    }

    @Test
    void withoutIdleTimeoutNobodyIsSilent() {
        Watermarks patient = new Watermarks(Duration.ZERO);
        patient.observe("a", 50, 0);
        patient.observe("b", 100, 0);
        patient.advance(1_000_000 * SECOND);
        assertThat(patient.current()).isEqualTo(50);
        assertThat(patient.nextIdle(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void partitionsAreReported() {
        watermarks.observe("a", 50, 0);
        watermarks.note(Map.of("b", PartitionState.PENDING, "c", PartitionState.OPEN));
        watermarks.advance(7 * SECOND);
        assertThat(watermarks.snapshot().report(7 * SECOND))
                .containsExactly(
                        new PartitionReport("a", 50, PartitionReport.Status.IDLE, 7_000),
                        new PartitionReport("b", Watermarks.NONE, PartitionReport.Status.UNREAD, -1),
                        new PartitionReport("c", Watermarks.NONE, PartitionReport.Status.IDLE, -1));
    }
}
