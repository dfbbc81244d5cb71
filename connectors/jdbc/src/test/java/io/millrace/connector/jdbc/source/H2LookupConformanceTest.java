package io.millrace.connector.jdbc.source;

import io.millrace.connector.testkit.LookupConformance;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A table of H2, asked by two columns and each time anew. */
class H2LookupConformanceTest extends LookupConformance {

    private static final List<SourceColumn> COLUMNS = List.of(
            SourceFixture.column("id", Type.BIGINT),
            SourceFixture.column("country", Type.VARCHAR),
            SourceFixture.column("name", Type.VARCHAR));

    @BeforeAll
    static void createTable() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS looked",
                "CREATE TABLE looked (id BIGINT, country VARCHAR, name VARCHAR)",
                "INSERT INTO looked VALUES (1, 'de', 'eins'), (1, 'fr', 'un'), (2, 'fr', 'deux'), (2, 'fr', 'second')");
    }

    @Override
    protected LookupSource open() {
        return SourceFixture.lookup(SourceFixture.H2, COLUMNS, 2, Map.of("table", "looked"));
    }

    @Override
    protected Page keys() {
        PageBuilder page = new PageBuilder(List.of(Type.BIGINT, Type.VARCHAR));
        add(page, 1, "fr");
        add(page, 2, "fr");
        add(page, 2, "de");
        ((LongColumnBuilder) page.column(0)).appendNull();
        ((BytesColumnBuilder) page.column(1)).append("fr");
        page.endRow();
        return page.build();
    }

    private static void add(PageBuilder page, long id, String country) {
        ((LongColumnBuilder) page.column(0)).append(id);
        ((BytesColumnBuilder) page.column(1)).append(country);
        page.endRow();
    }

    @Override
    protected List<List<String>> found() {
        return List.of(List.of("1|fr|un"), List.of("2|fr|deux", "2|fr|second"), List.of(), List.of());
    }

    @Override
    protected int columnCount() {
        return COLUMNS.size();
    }
}
