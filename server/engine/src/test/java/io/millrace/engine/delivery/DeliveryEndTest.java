package io.millrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How deliveries end, and how others take over. */
@Timeout(60)
class DeliveryEndTest extends DeliveryTesting {

    @Test
    void sinkThatIgnoresInterruptsIsLeftAloneAndClosedByItsThreadWhenItReturns() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Thread[] delivering = new Thread[1];
        sink.next(batch -> {
            delivering[0] = Thread.currentThread();
            begun.countDown();
            awaitStubbornly(release);
        });
        Delivery delivery = open(SteppedTimer.standing());
        delivery.offer(1, List.of(page(1)));
        delivery.offer(2, List.of(page(1)));
        await(() -> begun.getCount() == 0);
        long start = System.nanoTime();
        deliveries().end(List.of("k"), Duration.ofMillis(50));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(deliveries().find("k")).isEmpty();
        assertThat(sink.closedBy()).isNull();
        assertThat(delivering[0].isDaemon()).isTrue();
        assertThat(delivering[0].getName()).isEqualTo("sink k");
        release.countDown();
        await(() -> sink.closedBy() == delivering[0]);
        assertThat(sink.batches()).containsExactly(1L);
    }

    @Test
    void sinkThatWorksGetsWhatWaitsBeforeItIsClosed() {
        sink.around(batch -> LockSupport.parkNanos(1_000_000), batch -> {});
        Delivery delivery = open(SteppedTimer.flowing());
        for (long batch = 1; batch <= 100; batch++) {
            delivery.offer(batch, List.of(page(1)));
        }
        deliveries().end(List.of("k"), Duration.ofSeconds(30));
        assertThat(sink.batches()).hasSize(100);
        assertThat(sink.closedBy()).isNotNull();
        delivery.offer(101, List.of(page(1)));
        assertThat(delivery.report().lagBatches()).isZero();
    }

    @Test
    void sinkInTroubleIsNotWaitedForAtItsEnd() {
        sink.around(batch -> fail(ErrorCode.SINK_FAILED), batch -> {});
        Delivery delivery = open(SteppedTimer.standing());
        delivery.offer(1, List.of(page(1)));
        await(() -> delivery.report().status() == SinkStatus.RETRYING);
        deliveries().end(List.of("k"), Duration.ofHours(1));
        assertThat(sink.closedBy()).isNotNull();
    }

    @Test
    void sinkThatTakesOverGetsAllThatWasCollectedForItUnderNumbersOfItsOwn() {
        Delivery before = open(SteppedTimer.flowing());
        Delivery next = deliveries().prepare("k$next");
        next.offer(3, List.of(page(1)));
        next.offer(3, List.of(page(1)));
        for (long batch = 1; batch <= 20; batch++) {
            before.offer(batch, List.of(page(1)));
        }
        deliveries().handOver("k", "k$next", () -> sink, Duration.ofSeconds(30));
        assertThat(sink.batches()).hasSize(20);
        before.offer(21, List.of(page(1)));
        next.offer(21, List.of(page(1)));
        assertThat(deliveries().number("k", "k$next", true)).hasSize(3);
        deliveries().succeed("k", "k$next", "k");
        await(() -> next.report().lagBatches() == 0);
        assertThat(sink.batches()).hasSize(23).isSorted().doesNotHaveDuplicates();
        assertThat(next.report().deliveredRows()).isEqualTo(3);
        assertThat(deliveries().find("k")).hasValue(next);
        assertThat(deliveries().find("k$next")).isEmpty();
    }

    @Test
    void sinkGoesOnWhenTheOneThatWasToTakeOverCannotBeOpenedOrIsGivenUp() {
        Delivery before = open(SteppedTimer.flowing());
        deliveries().prepare("k$next");
        assertThatThrownBy(() -> deliveries()
                        .handOver(
                                "k",
                                "k$next",
                                () -> {
                                    throw new MillraceException(ErrorCode.SINK_FAILED, "no such host");
                                },
                                Duration.ZERO))
                .hasMessage("no such host");
        before.offer(1, List.of(page(1)));
        await(() -> sink.batches().contains(1L));
        ScriptedSink unused = new ScriptedSink();
        deliveries().handOver("k", "k$next", () -> unused, Duration.ZERO);
        before.offer(2, List.of(page(1)));
        deliveries().end(List.of("k$next"), Duration.ZERO);
        await(() -> sink.batches().contains(2L));
        assertThat(unused.closedBy()).isNotNull();
        assertThat(unused.batches()).isEmpty();
    }

    @Test
    void sinkThatIsMadeAgainGetsNumbersThatWereNotUsed() {
        Delivery first = open(SteppedTimer.flowing());
        for (int piece = 0; piece < 50; piece++) {
            first.offer(1, List.of(page(1)));
        }
        deliveries().end(List.of("k"), Duration.ofSeconds(30));
        assertThat(sink.batches()).hasSize(50);
        Delivery again = deliveries().open("k", () -> sink);
        again.offer(7, List.of(page(1)));
        await(() -> again.report().lagBatches() == 0);
        assertThat(sink.batches()).hasSize(51).isSorted().doesNotHaveDuplicates();
    }

    private static void awaitStubbornly(CountDownLatch release) {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // as a driver that sits in a native call
            }
        }
    }
}
