package io.millrace.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sinks that have something to complete, and were suspended before the server was started anew. */
@Timeout(60)
class DeliveryDropTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final class Begun implements Sink {

        @Override
        public long lastCommitted() {
            calls.add("asked");
            return 0;
        }

        @Override
        public void deliver(long epoch, long batch, List<Page> rows) {
            calls.add("delivered");
        }

        @Override
        public void close() {
            calls.add("closed");
        }
    }

    private Deliveries suspendedAgain() {
        Deliveries deliveries = new Deliveries(new Backlog(1L << 30, 1_000), SteppedTimer.standing(), new Random(1));
        deliveries.hold();
        deliveries.open("k", new SoonOpened(Begun::new)).suspend();
        deliveries.release(Set.of());
        return deliveries;
    }

    @Test
    void sinkThatIsDroppedIsOpenedToCompleteWhatItHasBegun() {
        suspendedAgain().drop(List.of("k"), Duration.ofSeconds(30));
        assertThat(calls).containsExactly("asked", "closed");
    }

    @Test
    void stopLeavesItToTheNextStart() {
        suspendedAgain().endAll(Duration.ofSeconds(30));
        assertThat(calls).isEmpty();
    }
}
