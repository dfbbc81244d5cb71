package io.millrace.connector.jdbc;

import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Definitions and rows of sinks whose rows are a key and a number. */
final class SinkFixture {

    static final RowType ROWS = RowType.of(new Field("id", Type.BIGINT, false), new Field("n", Type.BIGINT, false));

    private SinkFixture() {}

    static SinkDefinition postgres(String table, Map<String, String> more) {
        return postgres(Postgres.port(), table, ROWS, more);
    }

    static SinkDefinition postgres(int port, String table, RowType rowType, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(
                Map.of("url", Postgres.url(port), "user", "postgres", "password", "secret", "table", table));
        given.putAll(more);
        Options options = Options.check("connector 'jdbc'", SinkOptions.DECLARED, given);
        return new SinkDefinition(
                "sink_" + table, rowType, Optional.of(List.of(0)), options, Optional.empty(), Path.of("."));
    }

    /** Triples of key, number and weight. */
    static List<Page> page(long... triples) {
        PageBuilder page = new PageBuilder(ROWS);
        for (int i = 0; i < triples.length; i += 3) {
            ((LongColumnBuilder) page.column(0)).append(triples[i]);
            ((LongColumnBuilder) page.column(1)).append(triples[i + 1]);
            page.endRow(triples[i + 2]);
        }
        return List.of(page.build());
    }
}
