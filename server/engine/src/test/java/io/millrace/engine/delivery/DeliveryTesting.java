package io.millrace.engine.delivery;

import io.millrace.engine.retry.SteppedTimer;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** Deliveries to a {@link ScriptedSink}, which end with the test. */
abstract class DeliveryTesting {

    final ScriptedSink sink = new ScriptedSink();
    final List<Deliveries> opened = new ArrayList<>();

    @AfterEach
    void end() {
        opened.forEach(deliveries -> deliveries.endAll(Duration.ZERO));
    }

    Delivery open(SteppedTimer timer) {
        return open(timer, new Backlog(1L << 30, 1_000_000));
    }

    Delivery open(SteppedTimer timer, Backlog backlog) {
        Deliveries deliveries = new Deliveries(backlog, timer, new Random(1));
        opened.add(deliveries);
        return deliveries.open("k", () -> sink);
    }

    Deliveries deliveries() {
        return opened.get(0);
    }

    static void fail(ErrorCode code) {
        throw new MillraceException(code, "the sink says " + code);
    }

    static Page page(int rows) {
        return Page.of(rows, List.of(new LongColumn(rows, new long[rows], null)));
    }

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(100_000);
        }
    }
}
