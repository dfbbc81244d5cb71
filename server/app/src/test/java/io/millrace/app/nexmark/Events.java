package io.millrace.app.nexmark;

import io.millrace.connector.generator.nexmark.NexmarkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Some events, in files of JSON lines and in DuckDB, which reads the same files.
 *
 * @param perSecond how many lie within a second of event time
 */
record Events(long count, long perSecond, String firstTime, Path directory, Connection duckdb, Map<String, Rows> known)
        implements AutoCloseable {

    private static final long RICH = 10_000;

    static Events write(long count, long perSecond, String firstTime, Path directory) throws IOException, SQLException {
        NexmarkFiles.write(directory, count, perSecond, firstTime);
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(Query.resource("tables.sql").orElseThrow().replace("${directory}", directory.toString()));
        }
        return new Events(count, perSecond, firstTime, directory, duckdb, new HashMap<>());
    }

    /** Whether there are so many that every query gives rows. */
    boolean isRich() {
        return count >= RICH;
    }

    /** How many of the events are bids. */
    long bids() throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM bid")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The streams of the example over these events, made up as they are read, at a rate of events per second; 0 is as fast as can be. */
    String generator(long rate) throws IOException {
        return Query.example("generator")
                .replace("events = 100000", "events = " + count + ", rate = " + rate)
                .replace("events.per.second = 1000", "events.per.second = " + perSecond)
                .replace("2015-07-14 23:59:00", firstTime);
    }

    /** The same from files. */
    String files() throws IOException {
        return Query.example("files").replace("'data/", "'" + directory + "/");
    }

    Rows reference(Query query) throws IOException, SQLException {
        return read(query.reference());
    }

    Optional<Rows> possible(Query query) throws IOException, SQLException {
        Optional<String> sql = query.possible();
        return sql.isEmpty() ? Optional.empty() : Optional.of(read(sql.get()));
    }

    private Rows read(String sql) throws SQLException {
        Rows rows = known.get(sql);
        if (rows == null) {
            rows = query(sql);
            known.put(sql, rows);
        }
        return rows;
    }

    private Rows query(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return Rows.of(result);
        }
    }

    /** What q10 wrote, as DuckDB finds it: columns in the names of directories, the others in files of CSV. */
    Rows written() throws SQLException {
        return query("SELECT * FROM read_csv('" + output()
                + "/**/rows.csv', hive_partitioning = true, hive_types_autocast = false,"
                + " header = false, columns = {'auction': 'BIGINT', 'bidder': 'BIGINT', 'price': 'BIGINT',"
                + " 'dateTime': 'TIMESTAMP', 'extra': 'VARCHAR'})");
    }

    /** Where q10 writes. */
    Path output() {
        return directory.resolve("out");
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
