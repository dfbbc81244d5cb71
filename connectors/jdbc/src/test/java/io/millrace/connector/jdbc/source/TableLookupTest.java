package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How rows are looked up in PostgreSQL, beside what all look-ups keep to. */
@Timeout(60)
class TableLookupTest {

    private static final List<SourceColumn> COLUMNS =
            List.of(SourceFixture.column("id", Type.BIGINT), SourceFixture.column("name", Type.VARCHAR));

    private static LookupSource open(String table, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(more);
        if (!more.containsKey("query")) {
            given.put("table", table);
        }
        return SourceFixture.lookup(Postgres.url(Postgres.port()), COLUMNS, 1, given);
    }

    private static Page keys(long from, long to) {
        PageBuilder page = new PageBuilder(List.of(Type.BIGINT));
        for (long id = from; id <= to; id++) {
            ((LongColumnBuilder) page.column(0)).append(id);
            page.endRow();
        }
        return page.build();
    }

    private static List<String> names(LookupSource source, long from, long to) {
        return PageText.of(source.lookUp(keys(from, to), new int[] {1}));
    }

    @Test
    void whatWasFoundIsTakenForTrueAsLongAsTheOptionSays() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS kept",
                "CREATE TABLE kept (id BIGINT, name TEXT)",
                "INSERT INTO kept VALUES (1, 'a')");
        try (LookupSource kept = open("kept", Map.of("lookup.cache.ttl", "1 hour"));
                LookupSource asked = open("kept", Map.of());
                LookupSource brief = open("kept", Map.of("lookup.cache.ttl", "1 ms"))) {
            for (LookupSource source : List.of(kept, asked, brief)) {
                assertThat(names(source, 1, 2)).containsExactly("0|a");
            }
            Postgres.run("UPDATE kept SET name = 'b'", "INSERT INTO kept VALUES (2, 'c')");
            assertThat(names(kept, 1, 2)).containsExactly("0|a");
            assertThat(names(asked, 1, 2)).containsExactly("0|b", "1|c");
            assertThat(names(brief, 1, 2)).containsExactly("0|b", "1|c");
        }
    }

    @Test
    void moreKeysThanAreKeptAreAskedAgain() {
        FoundRows cache = new FoundRows(10, Long.MAX_VALUE);
        for (int key = 0; key < 100; key++) {
            cache.keep(Map.of(List.of(key), List.of()), 0);
        }
        assertThat(cache.held()).isEqualTo(10);
        assertThat(cache.known(List.of(List.of(95), List.of(5)), 0)).containsOnlyKeys(List.of(List.of(95)));
    }

    @Test
    void anyNumberOfKeysIsAskedFor() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS many",
                "CREATE TABLE many (id BIGINT PRIMARY KEY, name TEXT)",
                "INSERT INTO many SELECT n, 'name ' || n FROM generate_series(1, 3000) AS n");
        try (LookupSource source = open("many", Map.of())) {
            for (int count : new int[] {1, 2, 20, 21, 499, 500, 501, 1_521, 3_000}) {
                assertThat(names(source, 1, count)).hasSize(count).last().isEqualTo((count - 1) + "|name " + count);
            }
            assertThat(names(source, 2_990, 3_010)).hasSize(11);
        }
    }

    @Test
    void databaseThatFailsIsAnErrorOfTheCallAndTheNextOneIsRight() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS lost",
                "CREATE TABLE lost (id BIGINT, name TEXT)",
                "INSERT INTO lost VALUES (1, 'a')");
        try (LookupSource source = open("lost", Map.of())) {
            assertThat(names(source, 1, 1)).containsExactly("0|a");
            Postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
            assertThat(names(source, 1, 1)).containsExactly("0|a"); // by a new connection
            Postgres.run("DROP TABLE lost");
            assertThatThrownBy(() -> names(source, 1, 1)).isInstanceOf(MillraceException.class);
            Postgres.run("CREATE TABLE lost (id BIGINT, name TEXT)", "INSERT INTO lost VALUES (1, 'a')");
            assertThat(names(source, 1, 1)).containsExactly("0|a");
        }
    }

    @Test
    void threadThatIsInterruptedDoesNotWaitForTheDatabase() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS slow",
                "CREATE TABLE slow (id BIGINT, name TEXT)",
                "INSERT INTO slow VALUES (1, 'a')");
        Map<String, String> sleeping =
                Map.of("query", "SELECT id, name FROM slow, LATERAL (SELECT pg_sleep(20) WHERE id > 0) AS s");
        try (LookupSource source = open("slow", sleeping)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> names(source, 1, 1))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
