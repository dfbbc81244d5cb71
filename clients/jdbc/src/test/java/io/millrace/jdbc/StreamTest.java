package io.millrace.jdbc;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.endpoint.Await;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.Pages;
import io.millrace.endpoint.open.Leases;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results that do not end. */
final class StreamTest {

    private static final String SQL = "SELECT STREAM n FROM numbers";
    private static final RowType NUMBERS = RowType.of(new Field("n", Type.BIGINT, false));

    private final ManualClock clock = new ManualClock();
    private ServerFixture server;

    @BeforeEach
    void start() {
        server = new ServerFixture(EndpointSettings.onPort(0)
                .withLeases(new Leases(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)), clock));
        server.service.stream(SQL, NUMBERS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Page number(long n) {
        return Pages.of(NUMBERS, row(n));
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "MILLRACE.*", mode = EnumSource.Mode.MATCH_ALL)
    void rowIsThereWhileTheStreamGoesOn(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            long slowest = 0;
            for (long n = 0; n < 20; n++) {
                long emitted = System.nanoTime();
                server.service.cursors().get(0).emit(number(n));
                assertThat(rows.next()).isTrue();
                slowest = n == 0 ? 0 : Math.max(slowest, System.nanoTime() - emitted);
                assertThat(rows.getLong(1)).isEqualTo(n);
            }
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofMillis(500));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "AVATICA.*", mode = EnumSource.Mode.MATCH_ALL)
    void avaticaDriverFollowsOneRowBehind(ServerFixture.Way way) throws Exception {
        try (Connection connection = server.connect(way)) {
            CompletableFuture<List<Long>> read = CompletableFuture.supplyAsync(() -> readAll(connection));
            Await.until("the stream is open", () -> server.service.cursors().size() == 1);
            server.service.cursors().get(0).emit(number(1));
            server.service.cursors().get(0).emit(number(2));
            server.service.cursors().get(0).end();
            assertThat(read.get()).containsExactly(1L, 2L);
        }
    }

    private static List<Long> readAll(Connection connection) {
        List<Long> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void cancelFromAnotherThreadEndsTheWaiting() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(SQL);
            server.service.cursors().get(0).emit(number(1));
            assertThat(rows.next()).isTrue();
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> {
                try {
                    statement.cancel();
                } catch (SQLException failure) {
                    throw new AssertionError(failure);
                }
            });
            assertThatThrownBy(rows::next)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("57014"));
            cancelled.join();
            assertThat(server.service.openCursors()).isZero();
        }
    }

    @Test
    void cancelledStatementRunsAgain() throws SQLException {
        server.service.query("SELECT 1", NUMBERS, number(1));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(SQL)) {
            statement.executeQuery(SQL);
            statement.cancel();
            try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
            prepared.executeQuery();
            prepared.cancel();
            try (ResultSet rows = prepared.executeQuery()) {
                server.service
                        .cursors()
                        .get(server.service.cursors().size() - 1)
                        .emit(number(7));
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void closingTheResultClosesTheCursor() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(SQL);
            assertThat(server.service.openCursors()).isEqualTo(1);
            rows.close();
            assertThat(server.service.openCursors()).isZero();
            assertThatThrownBy(rows::next).isInstanceOf(SQLException.class).hasMessage("the result is closed");
        }
    }

    @Test
    void closingTheResultEndsTheWaitingOfAnotherThread() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(SQL);
            CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> stateOfNext(rows));
            rows.close();
            assertThat(state.get()).isEqualTo("24000");
        }
    }

    private static String stateOfNext(ResultSet rows) {
        try {
            return "row: " + rows.next();
        } catch (SQLException failure) {
            return failure.getSQLState();
        }
    }

    @Test
    void closingTheConnectionClosesItsCursors() throws SQLException {
        Connection connection = server.connect();
        connection.createStatement().executeQuery(SQL);
        connection.createStatement().executeQuery(SQL);
        assertThat(server.service.openCursors()).isEqualTo(2);
        connection.close();
        assertThat(server.service.openCursors()).isZero();
        assertThat(server.service.openSessions()).isZero();
    }

    @Test
    void queryTimeoutEndsTheStream() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            ResultSet rows = statement.executeQuery(SQL);
            assertThatThrownBy(rows::next)
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("query timeout of 1 s");
            assertThat(server.service.openCursors()).isZero();
        }
    }

    @Test
    void maxRowsEndTheStream() throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setMaxRows(2);
            ResultSet rows = statement.executeQuery();
            server.service.cursors().get(0).emit(Pages.of(NUMBERS, row(1L), row(2L), row(3L)));
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isFalse();
            assertThat(server.service.openCursors()).isZero();
        }
    }

    @Test
    void failureOfTheStreamReachesItsReader() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(SQL);
            server.service.cursors().get(0).emit(number(1));
            assertThat(rows.next()).isTrue();
            server.service
                    .cursors()
                    .get(0)
                    .fail(new MillraceException(ErrorCode.DIVISION_BY_ZERO, "division by zero in column \"n\""));
            assertThatThrownBy(rows::next)
                    .hasMessage("division by zero in column \"n\"")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("22012"));
        }
    }

    @Test
    void nullPointerInTheServerDoesNotMakeTheClientLoop() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(SQL);
            server.service.cursors().get(0).fail(new NullPointerException());
            assertThatThrownBy(rows::next)
                    .hasMessageStartingWith("internal error ")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("XX000"));
        }
    }

    @Test
    void streamOfVanishedClientIsClosed() throws SQLException {
        Connection vanished = server.connect();
        ResultSet rows = vanished.createStatement().executeQuery(SQL);
        clock.advance(Duration.ofSeconds(59));
        server.service.cursors().get(0).emit(number(1));
        assertThat(rows.next()).isTrue();
        clock.advance(Duration.ofSeconds(59));
        assertThat(server.service.openCursors()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        Await.until("the cursor is closed", () -> server.service.openCursors() == 0);
        assertThat(server.service.openSessions()).isEqualTo(1);
        assertThatThrownBy(rows::next).hasMessageContaining("no rows were fetched from it for a long time");
        clock.advance(Duration.ofMinutes(61));
        Await.until("the session is closed", () -> server.service.openSessions() == 0);
        assertThat(vanished.isValid(5)).isFalse();
        vanished.close();
    }

    @Test
    void fortyStreamsRunAtATime() throws Exception {
        int streams = 40;
        ExecutorService readers = Executors.newFixedThreadPool(streams);
        try (Connection connection = server.connect()) {
            List<Future<List<Long>>> results = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                results.add(readers.submit(() -> readAll(connection)));
            }
            Await.until("all streams are open", () -> server.service.cursors().size() == streams);
            for (long n = 0; n < 10; n++) {
                for (int i = 0; i < streams; i++) {
                    server.service.cursors().get(i).emit(number(n));
                }
            }
            server.service.cursors().forEach(cursor -> cursor.end());
            for (Future<List<Long>> result : results) {
                assertThat(result.get()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            }
        } finally {
            readers.shutdownNow();
        }
    }
}
