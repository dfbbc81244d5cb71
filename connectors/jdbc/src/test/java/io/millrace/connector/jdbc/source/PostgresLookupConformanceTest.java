package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.LookupConformance;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A table of PostgreSQL with several rows for a key, what was found kept for a while. */
class PostgresLookupConformanceTest extends LookupConformance {

    private static final List<SourceColumn> COLUMNS = List.of(
            SourceFixture.column("id", Type.BIGINT),
            SourceFixture.column("name", Type.VARCHAR),
            SourceFixture.column("price", Type.decimal(10, 2)));

    @BeforeAll
    static void createTable() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS looked",
                "CREATE TABLE looked (id BIGINT, name TEXT, price NUMERIC(8, 2))",
                "INSERT INTO looked VALUES (1, 'one', 1.5), (2, 'two', 2), (2, 'deux', NULL), (4, 'four', 4)");
    }

    @Override
    protected LookupSource open() {
        return SourceFixture.lookup(
                Postgres.url(Postgres.port()),
                COLUMNS,
                1,
                Map.of("table", "looked", "lookup.cache.ttl", "1 minute", "lookup.cache.rows", "3"));
    }

    @Override
    protected Page keys() {
        PageBuilder page = new PageBuilder(List.of(Type.BIGINT));
        LongColumnBuilder id = (LongColumnBuilder) page.column(0);
        for (int key : new int[] {2, 1, 3, 1}) {
            id.append(key);
            page.endRow();
        }
        id.appendNull();
        page.endRow();
        return page.build();
    }

    @Override
    protected List<List<String>> found() {
        return List.of(
                List.of("2|two|200", "2|deux|NULL"), List.of("1|one|150"), List.of(), List.of("1|one|150"), List.of());
    }

    @Override
    protected int columnCount() {
        return COLUMNS.size();
    }
}
