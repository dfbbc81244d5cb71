package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.testkit.CollectedRows;
import io.millrace.spi.connector.ReceivedSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How tables are followed, beside what all sources keep to that go on after a restart. Public for the database, which calls it. */
@Timeout(60)
public class GrowthSourceTest {

    private static final long DELAY_MILLIS = 2_000;

    private static final AtomicInteger QUESTIONS = new AtomicInteger();
    private static volatile Connection late;

    /** Called by the database for each row of a view: while the second question is answered, a transaction commits and the delay passes. */
    public static boolean isShown(long id) throws SQLException {
        if (QUESTIONS.incrementAndGet() == 2) {
            late.commit();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS + 100);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
        return true;
    }

    @Test
    void questionThatTakesLongDoesNotShortenTheDelay() throws Exception {
        SourceFixture.inH2(
                "DROP VIEW IF EXISTS slowly",
                "DROP TABLE IF EXISTS delayed",
                "CREATE TABLE delayed (id BIGINT, name VARCHAR)",
                "INSERT INTO delayed VALUES (2, 'quick')",
                "CREATE ALIAS IF NOT EXISTS IS_SHOWN FOR 'io.millrace.connector.jdbc.source.GrowthSourceTest.isShown'",
                "CREATE VIEW slowly AS SELECT * FROM delayed WHERE IS_SHOWN(id)");
        QUESTIONS.set(0);
        CollectedRows received = new CollectedRows();
        try (Connection other = DriverManager.getConnection(SourceFixture.H2);
                Statement statement = other.createStatement();
                ReceivedSource source = SourceFixture.h2(
                        SourceFixture.idAndName(),
                        Map.of(
                                "table", "slowly",
                                "incremental.column", "id",
                                "incremental.delay", DELAY_MILLIS + " ms",
                                "poll.interval", "5 ms"))) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO delayed VALUES (1, 'slow')");
            late = other;
            source.start(received);
            assertThat(received.awaitRows(1)).first().isEqualTo("1|slow");
            assertThat(received.awaitRows(2)).containsExactly("1|slow", "2|quick");
        }
    }

    @Test
    void databaseIsAskedOnceForEachConnectionWhatItHas() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS asked",
                "CREATE TABLE asked (id BIGINT PRIMARY KEY, name VARCHAR)",
                "INSERT INTO asked VALUES (1, 'name 1')");
        CollectedRows received = new CollectedRows();
        try (CountingDriver driver = new CountingDriver();
                ReceivedSource source = SourceFixture.open(
                        SourceFixture.idAndName(),
                        CountingDriver.URL,
                        Map.of("table", "asked", "incremental.column", "id", "poll.interval", "1 ms"))) {
            source.start(received);
            received.awaitRows(1);
            int before = driver.questions();
            assertThat(before).isPositive();
            for (int id = 2; id < 6; id++) {
                SourceFixture.inH2("INSERT INTO asked VALUES (" + id + ", 'name " + id + "')");
                received.awaitRows(id);
            }
            assertThat(driver.questions()).isEqualTo(before);
        }
    }
}
