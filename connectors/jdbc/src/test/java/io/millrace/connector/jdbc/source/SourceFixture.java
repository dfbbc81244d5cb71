package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.JdbcConnector;
import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sources of tables, and statements to H2. */
final class SourceFixture {

    static final String H2 = "jdbc:h2:mem:read;DB_CLOSE_DELAY=-1";

    private SourceFixture() {}

    static List<SourceColumn> idAndName() {
        return List.of(column("id", Type.BIGINT), column("name", Type.VARCHAR));
    }

    /** The rows of such a table as texts, numbered from 1. */
    static List<String> idsAndNames(int rows) {
        return IntStream.rangeClosed(1, rows).mapToObj(id -> id + "|name " + id).toList();
    }

    static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    static ReceivedSource postgres(List<SourceColumn> columns, Map<String, String> more) {
        return open(columns, Postgres.url(Postgres.port()), more);
    }

    static ReceivedSource h2(List<SourceColumn> columns, Map<String, String> more) {
        return open(columns, H2, more);
    }

    static ReceivedSource open(List<SourceColumn> columns, String url, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of("url", url));
        if (url.startsWith("jdbc:postgresql")) {
            given.put("user", "postgres");
        }
        given.putAll(more);
        return (ReceivedSource)
                Specs.of(new JdbcConnector(), columns, Path.of("."), given).open(Clock.systemUTC());
    }

    /** A table in which rows are looked up by its first columns. */
    static LookupSource lookup(String url, List<SourceColumn> columns, int keys, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of("url", url));
        if (url.startsWith("jdbc:postgresql")) {
            given.put("user", "postgres");
        }
        given.putAll(more);
        JdbcConnector connector = new JdbcConnector();
        return connector.openLookup(new LookupDefinition(
                "t",
                columns,
                IntStream.range(0, keys).boxed().toList(),
                Options.check("connector 'jdbc'", connector.lookupOptions(), given),
                Path.of("."),
                Clock.systemUTC()));
    }

    static void inH2(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(H2);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
