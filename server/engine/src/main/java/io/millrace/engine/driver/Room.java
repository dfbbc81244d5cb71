package io.millrace.engine.driver;

import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Whether there is memory for rows that statements bring. Any thread may ask. */
final class Room {

    /** How long few rows wait for memory, and how often they ask. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration CHECK = Duration.ofMillis(20);

    private final ServerMemory memory;

    Room(ServerMemory memory) {
        this.memory = memory;
    }

    /** Those who send little wait a while for room: whoever has taken too much is about to give it back. */
    void admit(List<Page> rows, Cancellation cancellation) {
        PageBytes meter = new PageBytes();
        long bytes = rows.stream().mapToLong(meter::of).sum();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                memory.admitKept(bytes);
                return;
            } catch (MillraceException e) {
                if (!ServerMemory.isFew(bytes) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            cancellation.check();
            LockSupport.parkNanos(CHECK.toNanos());
        }
    }
}
