package io.millrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of sinks for which no batch has come. */
@Timeout(60)
class DeliveryIdleTest extends DeliveryTesting {

    @Test
    void sinkIsCalledWhenNoBatchHasComeForAsLongAsItSays() {
        sink.idlesAfter(Duration.ofSeconds(10));
        SteppedTimer timer = SteppedTimer.standing();
        Delivery delivery = open(timer);
        delivery.offer(1, List.of(page(1)));
        await(() -> delivery.report().lagBatches() == 0);
        timer.advance(9, TimeUnit.SECONDS);
        delivery.offer(2, List.of(page(1)));
        await(() -> delivery.report().lagBatches() == 0);
        delivery.suspend();
        timer.advance(11, TimeUnit.SECONDS);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(sink.idles()).isZero();
        sink.next(batch -> fail(ErrorCode.SINK_FAILED));
        delivery.resume();
        await(() -> {
            timer.advance(1, TimeUnit.SECONDS);
            return sink.idles() == 2;
        });
        assertThat(sink.asked()).isEqualTo(2); // again after the call that failed
        assertThat(sink.batches()).containsExactly(1L, 2L);
    }

    @Test
    void sinkThatEndsWhatItHasBegunIsOpenedAfterARestartThoughNothingWaits() {
        Deliveries deliveries = new Deliveries(new Backlog(1L << 30, 1_000), SteppedTimer.flowing(), new Random(1));
        opened.add(deliveries);
        deliveries.hold();
        deliveries.open("k", new SoonOpened(() -> sink));
        deliveries.release(Set.of());
        await(() -> sink.idles() == 1);
        assertThat(sink.asked()).isEqualTo(1);
    }

    @Test
    void whatTheSinkCannotEndIsShownUntilItCan() {
        sink.idlesAfter(Duration.ofSeconds(10));
        SteppedTimer timer = SteppedTimer.standing();
        timer.advance(5, TimeUnit.SECONDS);
        Delivery delivery = open(timer);
        delivery.offer(1, List.of(page(1)));
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(delivery.report().problem()).isEmpty();
        sink.next(batch -> fail(ErrorCode.INVALID_RECORD));
        await(() -> {
            timer.advance(1, TimeUnit.SECONDS);
            return delivery.report().problem().isPresent();
        });
        SinkReport report = delivery.report();
        assertThat(report.status()).isEqualTo(SinkStatus.RETRYING);
        assertThat(report.problem()).hasValue("the sink says INVALID_RECORD");
        assertThat(report.problemSince()).isPresent();
        await(() -> {
            timer.advance(1, TimeUnit.SECONDS);
            return sink.idles() == 2;
        });
        await(() -> delivery.report().status() == SinkStatus.RUNNING);
        assertThat(delivery.report().problem()).isEmpty();
    }
}
