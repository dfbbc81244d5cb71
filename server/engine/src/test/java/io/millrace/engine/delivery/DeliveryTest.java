package io.millrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryTest extends DeliveryTesting {

    @Test
    void thousandBatchesArriveInOrderAndOnceWhateverFailsAndWhen() {
        Random random = new Random(20_240_501);
        LongConsumer coin = batch -> {
            switch (random.nextInt(6)) {
                case 0 -> throw new MillraceException(ErrorCode.SINK_FAILED, "connection lost");
                case 1 -> throw new IllegalStateException("a bug of the connector");
                case 2 -> throw new OutOfMemoryError("not really");
                default -> {}
            }
        };
        sink.around(coin, coin);
        Delivery delivery = open(SteppedTimer.flowing());
        for (long batch = 1; batch <= 1_000; batch++) {
            delivery.offer(batch, List.of(page(3)));
        }
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(delivery.report().deliveredRows()).isEqualTo(3_000);
        assertThat(delivery.report().deliveredBatch()).hasValue(1_000);
    }

    @Test
    void pausesBetweenAttemptsGrow() {
        for (int i = 0; i < 12; i++) {
            sink.next(batch -> fail(ErrorCode.SINK_FAILED));
        }
        SteppedTimer timer = SteppedTimer.flowing();
        Delivery delivery = open(timer);
        delivery.offer(1, List.of(page(1)));
        await(() -> sink.batches().contains(1L));
        assertThat(timer.waits()).hasSize(12);
        assertThat(timer.waits().get(0)).isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(timer.waits().get(11)).isBetween(TimeUnit.SECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void sinkThatFailsForAWhileIsRetryingAndSaysSinceWhen() {
        SteppedTimer timer = SteppedTimer.standing();
        timer.advance(5, TimeUnit.SECONDS);
        sink.next(batch -> fail(ErrorCode.SINK_FAILED));
        Delivery delivery = open(timer);
        delivery.offer(7, List.of(page(2)));
        await(() -> delivery.report().status() == SinkStatus.RETRYING);
        timer.advance(10, TimeUnit.MILLISECONDS);
        SinkReport report = delivery.report();
        assertThat(report.status()).isEqualTo(SinkStatus.RETRYING);
        assertThat(report.problem()).hasValue("the sink says SINK_FAILED");
        assertThat(report.problemSince()).hasValue(5_000);
        assertThat(report.lagBatches()).isEqualTo(1);
        assertThat(report.lagRows()).isEqualTo(2);
        assertThat(report.lagMillis()).isEqualTo(10);
        timer.advance(1, TimeUnit.SECONDS);
        await(() -> sink.batches().contains(7L));
        await(() -> delivery.report().status() == SinkStatus.RUNNING);
        assertThat(delivery.report().problem()).isEmpty();
    }

    /** A delivery after a restart, with the batches from 1 on that were written down. */
    private Delivery reopened(long batches) {
        Deliveries deliveries = new Deliveries(new Backlog(1L << 30, 1_000), SteppedTimer.flowing(), new Random(1));
        opened.add(deliveries);
        deliveries.hold();
        Delivery delivery = deliveries.open("k", () -> sink);
        for (long batch = 1; batch <= batches; batch++) {
            deliveries.offerAgain("k", batch, List.of(page(1)));
        }
        deliveries.release(Set.of());
        return delivery;
    }

    /** The data directory is older than what the sink has: it would skip batches that it never had. */
    @Test
    void sinkThatHoldsMoreThanTheServerKnowsIsStopped() {
        sink.holds(9);
        Delivery delivery = reopened(5);
        await(() -> delivery.report().status() == SinkStatus.FAILED);
        assertThat(delivery.report().problem().orElseThrow())
                .contains("sink \"k\" holds batch 9")
                .contains("none after 5");
        for (long batch = 6; batch <= 12; batch++) {
            delivery.offer(batch, List.of(page(1)));
        }
        delivery.resume();
        await(() -> delivery.report().status() == SinkStatus.FAILED);
        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void sinkIsAskedWhatItHasAtTheStartAndAfterFailuresOnly() {
        sink.holds(2);
        Delivery delivery = reopened(5);
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(3L, 4L, 5L);
        assertThat(sink.asked()).isEqualTo(1);
        sink.around(
                batch -> {},
                batch -> { // stored, but nobody learns of it
                    sink.around(other -> {}, other -> {});
                    fail(ErrorCode.SINK_FAILED);
                });
        delivery.offer(6, List.of(page(1)));
        delivery.offer(7, List.of(page(1)));
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(sink.asked()).isEqualTo(2);
    }

    @Test
    void errorThatARetryCannotHealStopsTheSinkUntilItIsResumed() {
        sink.next(batch -> fail(ErrorCode.NOT_SUPPORTED)).next(batch -> fail(ErrorCode.INTERNAL_ERROR));
        SteppedTimer timer = SteppedTimer.flowing();
        Delivery delivery = open(timer);
        delivery.offer(1, List.of(page(1)));
        delivery.offer(2, List.of(page(1)));
        await(() -> delivery.report().status() == SinkStatus.FAILED);
        assertThat(delivery.report().problem()).hasValue("the sink says NOT_SUPPORTED");
        delivery.retry();
        await(() -> delivery.report()
                .problem()
                .filter(text -> text.endsWith("INTERNAL_ERROR"))
                .isPresent());
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.FAILED);
        assertThat(timer.waits()).isEmpty();
        delivery.resume();
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(1L, 2L);
    }

    @Test
    void batchThatTheSinkRefusesCanBeSkipped() {
        sink.around(
                batch -> {
                    if (batch == 2) {
                        fail(ErrorCode.INVALID_RECORD);
                    }
                },
                batch -> {});
        Delivery delivery = open(SteppedTimer.flowing());
        for (long batch = 1; batch <= 3; batch++) {
            delivery.offer(batch, List.of(page(4)));
        }
        await(() -> delivery.report().status() == SinkStatus.FAILED);
        assertThatThrownBy(() -> delivery.skip(3))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("that is batch 2");
        delivery.skip(2);
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(1L, 3L);
        assertThat(delivery.report().skippedRows()).isEqualTo(4);
        assertThatThrownBy(() -> delivery.skip(3)).hasMessageContaining("no batch waits");
    }

    @Test
    void suspendedSinkCollectsAndGoesOnWhenResumed() {
        Delivery delivery = open(SteppedTimer.flowing());
        delivery.suspend();
        delivery.offer(1, List.of(page(1)));
        delivery.offer(2, List.of(page(1)));
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.SUSPENDED);
        assertThat(delivery.report().lagBatches()).isEqualTo(2);
        assertThatThrownBy(delivery::retry).hasMessageContaining("RESUME");
        assertThat(sink.batches()).isEmpty();
        delivery.resume();
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(1L, 2L);
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.RUNNING);
    }

    @Test
    void outboxIsFullUntilHalfOfItIsDelivered() {
        Delivery delivery = open(SteppedTimer.flowing(), new Backlog(1L << 30, 4));
        delivery.suspend();
        for (long batch = 1; batch <= 3; batch++) {
            delivery.offer(batch, List.of(page(1)));
        }
        assertThat(delivery.full()).isFalse();
        delivery.offer(4, List.of(page(1)));
        assertThat(delivery.full()).isTrue();
        delivery.skip(1);
        assertThat(delivery.full()).isTrue();
        delivery.skip(2);
        assertThat(delivery.full()).isFalse();
    }

    @Test
    void outboxIsFullWhenTheBytesAre() {
        Delivery delivery = open(SteppedTimer.flowing(), new Backlog(page(100).retainedBytes() * 2, 1_000));
        delivery.suspend();
        delivery.offer(1, List.of(page(100)));
        assertThat(delivery.full()).isFalse();
        delivery.offer(2, List.of(page(100)));
        assertThat(delivery.full()).isTrue();
        delivery.resume();
        await(() -> !delivery.full());
        delivery.awaitRoom();
    }

    @Test
    void sinkThatDoesNotAnswerIsStalledAndCanBeBrokenOff() {
        SteppedTimer timer = SteppedTimer.standing();
        CountDownLatch begun = new CountDownLatch(1);
        sink.next(batch -> {
            begun.countDown();
            hang();
        });
        Delivery delivery = open(timer);
        delivery.offer(1, List.of(page(1)));
        await(() -> begun.getCount() == 0);
        timer.advance(9, TimeUnit.SECONDS);
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.RUNNING);
        timer.advance(2, TimeUnit.SECONDS);
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.STALLED);
        assertThat(delivery.report().problem().orElseThrow())
                .contains("11 s ago")
                .contains("batch 1");
        delivery.retry();
        await(() -> delivery.report().lagBatches() == 0);
        assertThat(sink.batches()).containsExactly(1L);
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SINK_FAILED, "interrupted", e);
        }
    }
}
