package io.millrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.PausedException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An outside system that says when it wants to be asked again. */
@Timeout(60)
class DeliveryPauseTest {

    private final ScriptedSink sink = new ScriptedSink();
    private final SteppedTimer timer = SteppedTimer.standing();
    private final Deliveries deliveries = new Deliveries(new Backlog(1L << 30, 1_000), timer, new Random(1));

    @AfterEach
    void end() {
        deliveries.endAll(Duration.ZERO);
    }

    private static Page page() {
        return Page.of(1, List.of(new LongColumn(1, new long[1], null)));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Delivery paused() {
        sink.next(batch -> {
            throw new PausedException(ErrorCode.SINK_FAILED, "busy", Duration.ofMinutes(4));
        });
        Delivery delivery = deliveries.open("k", () -> sink);
        delivery.offer(1, List.of(page()));
        delivery.offer(2, List.of(page()));
        await(() -> delivery.report().status() == SinkStatus.RETRYING);
        return delivery;
    }

    @Test
    void pauseIsWaitedForAndNeverTakenForSilence() {
        Delivery delivery = paused();
        timer.advance(239, TimeUnit.SECONDS);
        assertThat(delivery.report().status()).isEqualTo(SinkStatus.RETRYING);
        assertThat(sink.batches()).isEmpty();
        timer.advance(1, TimeUnit.SECONDS);
        await(() -> sink.batches().equals(List.of(1L, 2L)));
    }

    @Test
    void orderToRetryEndsThePause() {
        paused().retry();
        await(() -> sink.batches().equals(List.of(1L, 2L)));
    }

    @Test
    void orderToSkipEndsThePause() {
        paused().skip(1);
        await(() -> sink.batches().equals(List.of(2L)));
    }
}
