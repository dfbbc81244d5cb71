package io.millrace.connector.jdbc;

import io.millrace.connector.testkit.SinkConformance;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

class PostgresSinkConformanceTest extends SinkConformance {

    private final SinkDefinition definition = SinkFixture.postgres("conforming", options());
    private boolean opened;

    /** The options of the sink, beside where it is. */
    Map<String, String> options() {
        return Map.of("existing", "replace");
    }

    @BeforeEach
    void createTable() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS conforming", "CREATE TABLE conforming (id BIGINT, n BIGINT, UNIQUE (id, n))");
        if (capabilities().upsertByKey()) {
            Postgres.run("ALTER TABLE conforming ADD PRIMARY KEY (id)");
        } else {
            Postgres.run("ALTER TABLE conforming DROP CONSTRAINT conforming_id_n_key");
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
        return Long.parseLong(Postgres.rows("SELECT COUNT(*) FROM conforming").get(0));
    }

    @Override
    protected void append(PageBuilder page, int number) {
        ((LongColumnBuilder) page.column(0)).append(number);
        ((LongColumnBuilder) page.column(1)).append(number * 2L);
    }
}
