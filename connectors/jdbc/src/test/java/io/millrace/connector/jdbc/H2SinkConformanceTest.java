package io.millrace.connector.jdbc;

import io.millrace.connector.testkit.SinkConformance;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class H2SinkConformanceTest extends SinkConformance {

    private static final String URL = "jdbc:h2:mem:conforming;DB_CLOSE_DELAY=-1";

    private final SinkDefinition definition = new SinkDefinition(
            "s",
            SinkFixture.ROWS,
            Optional.of(List.of(0)),
            Options.check(
                    "connector 'jdbc'",
                    SinkOptions.DECLARED,
                    Map.of("url", URL, "table", "conforming", "mode", "upsert", "existing", "replace")),
            Optional.empty(),
            Path.of("."));
    private boolean opened;

    @BeforeEach
    void createTable() throws Exception {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS conforming");
            statement.execute("CREATE TABLE conforming (id BIGINT PRIMARY KEY, n BIGINT)");
        }
    }

    @Override
    protected RowType rowType() {
        return SinkFixture.ROWS;
    }

    @Override
    protected SinkCapabilities capabilities() {
        return new JdbcConnector().sinkCapabilities(definition.options());
    }

    @Override
    protected Sink open() {
        boolean again = opened;
        opened = true;
        return again ? JdbcSink.reopen(definition) : JdbcSink.open(definition);
    }

    @Override
    protected long stored(Sink sink) throws Exception {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM conforming")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    protected void append(PageBuilder page, int number) {
        ((LongColumnBuilder) page.column(0)).append(number);
        ((LongColumnBuilder) page.column(1)).append(number * 2L);
    }
}
