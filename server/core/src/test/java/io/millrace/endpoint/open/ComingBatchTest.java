package io.millrace.endpoint.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.session.CancelSignal;
import io.millrace.session.Holding;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ComingBatchTest {

    private static final Duration NO_TIME = Duration.ZERO;

    private long held;
    private final ComingBatch batch = new ComingBatch(
            new CancelSignal(),
            new Holding() {
                @Override
                public void set(long bytes) {
                    held = bytes;
                }

                @Override
                public void close() {
                    held = 0;
                }
            },
            new Lease(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));

    @Test
    void rowsCountBesideTheirBytes() {
        batch.add(0, ByteBuffer.allocate(100), 90);
        assertThat(held).isEqualTo(100 + 90 * 24);
        batch.add(1, ByteBuffer.allocate(50), 10);
        assertThat(held).isEqualTo(150 + 100 * 24);
    }

    @Test
    void whatIsRunStaysHeldWhenItIsCancelled() {
        batch.add(0, ByteBuffer.allocate(100), 1);
        batch.run();
        batch.close();
        assertThat(held).isEqualTo(124);
        batch.ended();
        assertThat(held).isZero();
    }

    @Test
    void leaseDoesNotEndWhileTheBatchRuns() {
        batch.add(0, ByteBuffer.allocate(100), 1);
        batch.run();
        assertThat(batch.expire(NO_TIME)).isFalse();
        assertThat(held).isEqualTo(124);
        batch.ended();
        assertThat(held).isZero();
    }

    @Test
    void batchWhoseLeaseHasEndedIsNotRunWithoutItsRows() {
        batch.add(0, ByteBuffer.allocate(100), 1);
        assertThat(batch.expire(NO_TIME)).isTrue();
        assertThat(held).isZero();
        assertThatThrownBy(batch::run).hasMessageContaining("the batch was given up");
        assertThatThrownBy(() -> batch.add(1, ByteBuffer.allocate(1), 1))
                .hasMessageContaining("the batch was given up");
    }
}
