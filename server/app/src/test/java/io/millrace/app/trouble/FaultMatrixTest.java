package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.MillraceServer;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call into a connector goes wrong in each way: the stream or sink that it belongs to says so within ten seconds, everybody else goes
 * on, and when it is over nothing is lost and nothing is there twice.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {

    /** What a hanging source may cost others, once: it is left alone after two seconds. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(3);

    /** Once it is left alone, it costs them nothing. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static final Duration TOLD = Duration.ofSeconds(11);

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration RECOVERED = Duration.ofSeconds(25);

    private MillraceServer server;
    private Connection connection;
    private int count;
    private long others;

    @BeforeAll
    void start(@TempDir Path directory) throws SQLException {
        server = MillraceServer.start(Settings.defaults()
                .with("data.dir", directory.toString())
                .with("port", "0")
                .with("partitions", "2"));
        connection = DriverManager.getConnection(server.url());
        execute("CREATE STREAM other (x INT)");
        execute("CREATE MATERIALIZED VIEW others AS SELECT COUNT(*) AS n FROM other");
    }

    @AfterAll
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    static Stream<Arguments> ofSources() {
        return pairs(EnumSet.range(Call.POLL, Call.CLOSE_READER));
    }

    static Stream<Arguments> ofSinks() {
        return pairs(EnumSet.of(Call.DELIVER, Call.LAST_COMMITTED));
    }

    static Stream<Arguments> ofOpening() {
        return pairs(EnumSet.of(Call.OPEN_SOURCE, Call.OPEN_SINK));
    }

    static Stream<Arguments> ofClosing() {
        return pairs(EnumSet.of(Call.CLOSE_SOURCE, Call.CLOSE_SINK));
    }

    private static Stream<Arguments> pairs(Set<Call> calls) {
        return calls.stream()
                .flatMap(call -> Stream.of(Fault.values())
                        .filter(fault -> fault != Fault.GARBAGE || canGiveGarbage(call))
                        .map(fault -> Arguments.of(call, fault)));
    }

    private static boolean canGiveGarbage(Call call) {
        return switch (call) {
            case OPEN_SOURCE, POLL, PARTITIONS, PROBLEMS, GONE, OPEN_SPLIT, ADVANCE, PAGE, OPEN_SINK, LAST_COMMITTED ->
                true;
            case EXHAUSTED, CLOSE_READER, CLOSE_SOURCE, RELEASE, DELIVER, CLOSE_SINK -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("ofSources")
    void aSourceThatFailsSaysSoAndLosesNothing(Call call, Fault fault) throws SQLException {
        String id = "s" + ++count;
        Troubles troubles = Troubles.of(id);
        troubles.grow(10);
        execute("CREATE STREAM " + id + " (n BIGINT) WITH (connector = 'troubled', id = '" + id + "')");
        execute("CREATE MATERIALIZED VIEW v" + id + " AS SELECT COUNT(*) AS n, SUM(n) AS total FROM " + id);
        until(SOON, () -> numbers("SELECT n, total FROM v" + id).equals(List.of(10L, 55L)));
        troubles.begin(call, fault);
        troubles.grow(20);
        try {
            until(LEFT_ALONE, () -> troubles.failures() > 0);
            othersGoOn();
            if (call != Call.CLOSE_READER) {
                until(
                        TOLD,
                        () -> texts("SELECT problem FROM sys.sources WHERE name = '" + id + "'"
                                                + " AND status = 'RETRYING' AND problem_since IS NOT NULL")
                                        .size()
                                == 1);
            }
            for (int i = 0; i < 5; i++) {
                othersGoOn(AT_ONCE);
            }
        } finally {
            troubles.end();
        }
        until(RECOVERED, () -> numbers("SELECT n, total FROM v" + id).equals(List.of(20L, 210L)));
        until(
                RECOVERED,
                () -> texts("SELECT problem FROM sys.sources WHERE name = '" + id + "' AND problem IS NOT NULL")
                        .isEmpty());
        troubles.grow(21);
        until(SOON, () -> numbers("SELECT n, total FROM v" + id).equals(List.of(21L, 231L)));
        within(SOON, () -> execute("DROP STREAM " + id + " CASCADE"));
    }

    @ParameterizedTest
    @MethodSource("ofSinks")
    void aSinkThatFailsSaysSoAndLosesNothing(Call call, Fault fault) throws SQLException {
        String id = "k" + ++count;
        Troubles troubles = Troubles.of(id);
        execute("CREATE STREAM i" + id + " (n BIGINT)");
        execute("CREATE SINK " + id + " AS SELECT STREAM n FROM i" + id + " WITH (connector = 'troubled', id = '" + id
                + "')");
        insert("i" + id, 1, 5);
        until(SOON, () -> troubles.delivered().equals(List.of(1L, 2L, 3L, 4L, 5L)));
        troubles.begin(Call.DELIVER, call == Call.DELIVER ? fault : Fault.THROWS);
        try {
            insert("i" + id, 6, 9);
            until(LEFT_ALONE, () -> troubles.failures() > 0);
            if (call != Call.DELIVER) {
                troubles.end();
                troubles.begin(call, fault);
            }
            othersGoOn();
            until(
                    TOLD,
                    () -> texts("SELECT failure FROM sys.sinks WHERE name = '" + id + "' AND failure IS NOT NULL")
                                    .size()
                            == 1);
            insert("i" + id, 10, 10);
            othersGoOn();
        } finally {
            troubles.end();
        }
        List<Long> all = LongStream.rangeClosed(1, 10).boxed().toList();
        until(RECOVERED, () -> troubles.delivered().size() >= all.size());
        assertThat(troubles.delivered()).containsExactlyElementsOf(all);
        until(
                RECOVERED,
                () -> texts("SELECT failure FROM sys.sinks WHERE name = '" + id + "' AND failure IS NOT NULL")
                        .isEmpty());
        within(SOON, () -> execute("DROP STREAM i" + id + " CASCADE"));
    }

    @ParameterizedTest
    @MethodSource("ofOpening")
    void whatCannotBeOpenedIsNotThere(Call call, Fault fault) throws SQLException {
        String id = "o" + ++count;
        Troubles troubles = Troubles.of(id);
        troubles.grow(3);
        execute("CREATE STREAM i" + id + " (n BIGINT)");
        String create = call == Call.OPEN_SINK
                ? "CREATE SINK " + id + " AS SELECT STREAM n FROM i" + id + " WITH (connector = 'troubled', id = '" + id
                        + "')"
                : "CREATE STREAM " + id + " (n BIGINT) WITH (connector = 'troubled', id = '" + id + "')";
        troubles.begin(call, fault);
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(3);
            assertThatThrownBy(() -> within(Duration.ofSeconds(6), () -> statement.execute(create)))
                    .isInstanceOf(SQLException.class);
            othersGoOn();
        } finally {
            troubles.end();
        }
        assertThat(texts("SELECT name FROM sys.streams WHERE name = '" + id + "'"))
                .isEmpty();
        assertThat(texts("SELECT name FROM sys.sinks WHERE name = '" + id + "'"))
                .isEmpty();
        execute(create);
        execute("DROP STREAM i" + id + " CASCADE");
    }

    @ParameterizedTest
    @MethodSource("ofClosing")
    void whatCannotBeClosedIsGoneAnyway(Call call, Fault fault) throws SQLException {
        String id = "c" + ++count;
        Troubles troubles = Troubles.of(id);
        troubles.grow(3);
        if (call == Call.CLOSE_SINK) {
            execute("CREATE STREAM " + id + " (n BIGINT)");
            execute("CREATE SINK k" + id + " AS SELECT STREAM n FROM " + id + " WITH (connector = 'troubled', id = '"
                    + id + "')");
        } else {
            execute("CREATE STREAM " + id + " (n BIGINT) WITH (connector = 'troubled', id = '" + id + "')");
        }
        troubles.begin(call, fault);
        try {
            within(Duration.ofSeconds(6), () -> execute("DROP STREAM " + id + " CASCADE"));
            othersGoOn();
            assertThat(texts("SELECT name FROM sys.streams WHERE name = '" + id + "'"))
                    .isEmpty();
        } finally {
            troubles.end();
        }
    }

    private void othersGoOn() throws SQLException {
        othersGoOn(LEFT_ALONE);
    }

    private void othersGoOn(Duration limit) throws SQLException {
        others++;
        within(limit, () -> {
            execute("INSERT INTO other VALUES (1)");
            assertThat(numbers("SELECT n FROM others")).containsExactly(others);
        });
    }

    private void insert(String stream, long from, long to) throws SQLException {
        for (long n = from; n <= to; n++) {
            execute("INSERT INTO " + stream + " VALUES (" + n + ")");
        }
    }

    /** Something to try. */
    private interface Step {
        void run() throws SQLException;
    }

    /** Something to ask. */
    private interface Question {
        boolean ask() throws SQLException;
    }

    private static void within(Duration limit, Step step) throws SQLException {
        long start = System.nanoTime();
        step.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    }

    private static void until(Duration limit, Question question) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        while (!question.ask()) {
            assertThat(System.nanoTime()).as("waited %s", limit).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private List<Long> numbers(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> values = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getLong(i));
                }
            }
            return values;
        }
    }
}
