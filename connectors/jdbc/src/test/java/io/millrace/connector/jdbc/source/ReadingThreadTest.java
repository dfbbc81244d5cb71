package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.jdbc.JdbcConnector;
import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.testkit.CollectedRows;
import io.millrace.spi.connector.option.Options;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread outlives. */
@Timeout(60)
class ReadingThreadTest {

    @Test
    void errorIsReportedAndReadingGoesOn() throws Exception {
        Options options = Options.check(
                "connector 'jdbc'", new JdbcConnector().options(), Map.of("url", SourceFixture.H2, "table", "any"));
        CollectedRows received = new CollectedRows();
        AtomicInteger attempts = new AtomicInteger();
        try (ReadingConnections connections = new ReadingConnections(DatabaseAccess.of(options));
                ReadingThread thread = new ReadingThread("s", "table \"any\"", connections)) {
            thread.start(
                    () -> {
                        if (attempts.incrementAndGet() == 1) {
                            throw new NoClassDefFoundError("org/example/Lacking");
                        }
                        received.caughtUp(true);
                        return (Duration) null;
                    },
                    received);
            assertThat(received.awaitProblems(1)).containsExactly("table \"any\" cannot be read: org/example/Lacking");
            assertThat(received.awaitCaughtUp()).isTrue();
        }
    }
}
