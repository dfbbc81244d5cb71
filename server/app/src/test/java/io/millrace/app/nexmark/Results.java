package io.millrace.app.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A client of a server that runs queries of Nexmark: creates them, and compares what they give with the reference. */
final class Results implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Connection connection;

    Results(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
    }

    void run(String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    void create(List<Query> queries, Events events) throws IOException, SQLException {
        for (Query query : queries) {
            run(query.sql().replace("'out/bid'", "'" + events.output() + "'"));
        }
    }

    Rows read(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Rows.of(result);
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Asserts that each query gives the rows of the reference, each as often. */
    void areThoseOf(Events events, List<Query> queries) throws IOException, SQLException {
        awaitSinks();
        for (Query query : queries) {
            Rows expected = events.reference(query);
            Rows actual = query.isSink() ? events.written() : read(query.reading(expected.columns()));
            assertThat(events.isRich() && expected.counts().isEmpty())
                    .as("nothing in %s to compare", query)
                    .isFalse();
            assertThat(actual.without(expected)).as("too much in %s", query).isEmpty();
            assertThat(expected.without(actual)).as("missing in %s", query).isEmpty();
            Optional<Rows> possible = events.possible(query);
            if (possible.isPresent()) {
                Rows chosen = read(query.reading(possible.get().columns()));
                assertThat(chosen.size()).as("rows of %s", query).isEqualTo(expected.size());
                assertThat(chosen.without(possible.get()))
                        .as("chosen by %s", query)
                        .isEmpty();
            }
        }
    }

    private void awaitSinks() throws SQLException {
        while (number(
                        "SELECT COUNT(*) FROM sys.sinks WHERE status <> 'FAILED' AND (lag_batches > 0 OR query_status <> 'RUNNING')")
                > 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
