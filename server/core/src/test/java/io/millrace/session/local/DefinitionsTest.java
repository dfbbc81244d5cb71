package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.session.Outcome;
import io.millrace.spi.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CREATE and DROP of everything. */
class DefinitionsTest {

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fileIsReadAsStreamAndItsBadRecordsAreKept() throws IOException {
        Files.writeString(directory.resolve("bids.jsonl"), """
                {"item":"vase","price":12}
                {"item":"lamp","price":"cheap"}
                {"item":"vase","price":15}
                """);
        server.run(
                "CREATE STREAM bids (item VARCHAR, price INT) WITH (connector='files', path='bids.jsonl', format='json')");
        assertThat(server.rows("SELECT item, price FROM bids ORDER BY price"))
                .containsExactly(List.of("vase", 12), List.of("vase", 15));
        server.run("CREATE MATERIALIZED VIEW total AS SELECT SUM(price) AS price FROM bids");
        assertThat(server.rows("SELECT price FROM total").get(0).get(0)).hasToString("27");
        assertThat(server.rows("SELECT code, raw_text FROM bids$errors")).hasSize(1);
    }

    @Test
    void tableFromCsvIsJoined() throws IOException {
        Files.writeString(directory.resolve("airports.csv"), "code,city\nSFO,San Francisco\nJFK,New York\n");
        server.run("CREATE TABLE airports (code VARCHAR, city VARCHAR, PRIMARY KEY (code))"
                + " WITH (connector='files', path='airports.csv', format='csv')");
        server.run("CREATE STREAM flights (origin VARCHAR)");
        server.run("CREATE MATERIALIZED VIEW departures AS SELECT a.city, COUNT(*) AS n FROM flights f"
                + " JOIN airports a ON f.origin = a.code GROUP BY a.city");
        server.run("INSERT INTO flights VALUES ('SFO'), ('SFO'), ('JFK')");
        assertThat(server.rows("SELECT city, n FROM departures ORDER BY n DESC"))
                .containsExactly(List.of("San Francisco", 2L), List.of("New York", 1L));
    }

    @Test
    void tableRefusesSecondRowOfTheSameKey() {
        server.run("CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR)");
        assertThat(server.update("INSERT INTO items VALUES (1, 'vase')")).isEqualTo(1);
        server.fails("INSERT INTO items VALUES (2, 'lamp'), (1, 'pot')", ErrorCode.UNIQUE_VIOLATION, "primary key");
        assertThat(server.rows("SELECT id FROM items")).containsExactly(List.of(1));
    }

    @Test
    void plainViewIsExpanded() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("CREATE VIEW dear (what, cost) AS SELECT item, price FROM bids WHERE price > 10");
        server.run("INSERT INTO bids VALUES ('vase', 12), ('lamp', 7)");
        assertThat(server.rows("SELECT what, cost FROM dear")).containsExactly(List.of("vase", 12));
    }

    @Test
    void derivedStreamFollowsItsQuery() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("CREATE STREAM dear AS SELECT STREAM item FROM bids WHERE price > 10");
        server.run("INSERT INTO bids VALUES ('vase', 12), ('lamp', 7)");
        assertThat(server.rows("SELECT * FROM dear")).containsExactly(List.of("vase"));
        server.fails("INSERT INTO dear VALUES ('pot')", ErrorCode.RELATION_WRONG_KIND, "is fed by a query");
    }

    @Test
    void computedColumnsAreComputed() {
        server.run("CREATE STREAM bids (price INT, twice AS price * 2, item VARCHAR)");
        server.run("INSERT INTO bids VALUES (3, 'vase')");
        assertThat(server.rows("SELECT item, twice FROM bids")).containsExactly(List.of("vase", 6));
    }

    @Test
    void sinkRunsUntilItIsDropped() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("CREATE SINK hole FROM bids WITH (connector='blackhole')");
        server.run("CREATE SINK dear AS SELECT STREAM item FROM bids WHERE price > 10 WITH (connector='blackhole')");
        server.run("INSERT INTO bids VALUES ('vase', 12)");
        assertThat(server.rows("SELECT name, connector FROM sys.sinks ORDER BY name"))
                .containsExactly(List.of("dear", "blackhole"), List.of("hole", "blackhole"));
        server.fails("DROP STREAM bids", ErrorCode.DEPENDENTS_EXIST, "\"dear\", \"hole\"");
        server.run("DROP SINK hole");
        server.run("DROP STREAM bids CASCADE");
        assertThat(server.rows("SHOW SINKS")).isEmpty();
    }

    @Test
    void existingNameIsRefusedSkippedOrReplaced() {
        server.run("CREATE STREAM bids (item VARCHAR)");
        server.fails("CREATE STREAM BIDS (x INT)", ErrorCode.RELATION_ALREADY_EXISTS, "line 1:15");
        Outcome skipped = server.run("CREATE STREAM IF NOT EXISTS bids (x INT)");
        assertThat(skipped.warnings()).hasSize(1);
        server.run("CREATE OR REPLACE STREAM bids (price INT)");
        server.run("INSERT INTO bids VALUES (1)");
        assertThat(server.rows("SELECT price FROM bids")).containsExactly(List.of(1));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT price FROM bids");
        server.fails("CREATE OR REPLACE STREAM bids (x INT)", ErrorCode.DEPENDENTS_EXIST, "\"v\"");
        server.fails("CREATE OR REPLACE VIEW v AS SELECT 1 AS x", ErrorCode.RELATION_WRONG_KIND, "materialized view");
        server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT price + 1 AS more FROM bids");
        assertThat(server.rows("SELECT more FROM v")).containsExactly(List.of(2));
    }

    @Test
    void dropGoesInTheOrderOfDependence() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT);"
                + "CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item;"
                + "CREATE MATERIALIZED VIEW top AS SELECT MAX(price) AS price FROM best;"
                + "CREATE VIEW late AS SELECT * FROM best$late");
        server.fails("DROP STREAM bids", ErrorCode.DEPENDENTS_EXIST, "\"best\"");
        server.fails("DROP TABLE bids", ErrorCode.RELATION_WRONG_KIND, "DROP STREAM bids");
        server.fails("DROP VIEW best", ErrorCode.RELATION_WRONG_KIND, "DROP MATERIALIZED VIEW best");
        server.run("DROP STREAM bids CASCADE");
        assertThat(server.rows("SHOW VIEWS")).isEmpty();
        assertThat(server.rows("SHOW STREAMS")).isEmpty();
        assertThat(server.rows("SELECT name FROM sys.queries")).isEmpty();
        server.fails("DROP STREAM bids", ErrorCode.RELATION_NOT_FOUND, "bids");
        server.run("DROP STREAM IF EXISTS bids");
    }

    @Test
    void failedCreateLeavesNothingBehind() {
        server.fails(
                "CREATE STREAM s (x INT) WITH (connector='files', path='missing.jsonl', format='json')",
                ErrorCode.FILE_NOT_FOUND,
                "missing.jsonl");
        server.run("CREATE STREAM s (x INT)");
        server.fails("CREATE MATERIALIZED VIEW v AS SELECT y FROM s", ErrorCode.COLUMN_NOT_FOUND, "y");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT x FROM s");
        assertThat(server.rows("SELECT name FROM sys.views")).containsExactly(List.of("v"));
    }

    @Test
    void backfillCanBeLeftOut() {
        server.run("CREATE STREAM s (x INT); INSERT INTO s VALUES (1)");
        server.run("CREATE MATERIALIZED VIEW now WITH (backfill='none') AS SELECT x FROM s");
        server.run("CREATE MATERIALIZED VIEW ever AS SELECT x FROM s");
        server.run("INSERT INTO s VALUES (2)");
        assertThat(server.rows("SELECT x FROM now")).containsExactly(List.of(2));
        assertThat(server.rows("SELECT x FROM ever ORDER BY x")).containsExactly(List.of(1), List.of(2));
        server.fails(
                "CREATE MATERIALIZED VIEW w WITH (backfil='none') AS SELECT x FROM s",
                ErrorCode.OPTION_UNKNOWN,
                "line 1:34: ");
    }
}
