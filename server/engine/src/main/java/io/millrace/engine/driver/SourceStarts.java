package io.millrace.engine.driver;

import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.input.Input;
import io.millrace.engine.retry.Backoff;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Opens the sources of a server that was recovered. What was defined stays defined: a source that cannot be opened now is tried again,
 * and says so until then.
 */
final class SourceStarts {

    private final DriverThread thread;
    private final Relations relations;
    private final Executor workers;

    SourceStarts(DriverThread thread, Relations relations, Executor workers) {
        this.thread = thread;
        this.relations = relations;
        this.workers = workers;
    }

    /** Opens the source of an input, if that is still there. Driver's thread. */
    void start(ConnectorSource source, Input input) {
        if (!isThere(input)) {
            return;
        }
        input.health().traffic().begin();
        input.reading().ifPresent(reading -> reading.onInput(thread::signal));
        if (source instanceof ReceivedSource received && !input.exhausted()) {
            Map<String, Offset> reached = input.offsets();
            workers.execute(() -> {
                if (!reached.isEmpty()) {
                    received.resume(reached);
                }
                attempt(received, input, new Backoff(new Random()));
            });
        }
    }

    private boolean isThere(Input input) {
        return relations.input(input.name()) == input;
    }

    private void attempt(ReceivedSource source, Input input, Backoff pauses) {
        try {
            source.start(input.inbound());
            input.health().report(Optional.empty());
        } catch (RuntimeException e) {
            input.health().report(Optional.of(input.health().error(e).userMessage()));
            CompletableFuture.delayedExecutor(pauses.next(), TimeUnit.NANOSECONDS, workers)
                    .execute(() -> thread.submit(() -> again(source, input, pauses)));
        }
    }

    private void again(ReceivedSource source, Input input, Backoff pauses) {
        if (isThere(input)) {
            workers.execute(() -> attempt(source, input, pauses));
        }
    }
}
