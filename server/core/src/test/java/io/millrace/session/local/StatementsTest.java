package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementsTest {

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
    void insertIsVisibleInStreamAndViewWhenItReturns() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item");
        assertThat(server.update("INSERT INTO bids VALUES ('vase', 12), ('lamp', 7), ('vase', 15)"))
                .isEqualTo(3);
        assertThat(server.rows("SELECT item, price FROM best ORDER BY item"))
                .containsExactly(List.of("lamp", 7), List.of("vase", 15));
        assertThat(server.rows("SELECT price FROM bids ORDER BY price DESC LIMIT 2"))
                .containsExactly(List.of(15), List.of(12));
        server.run("INSERT INTO bids VALUES ('lamp', 70)");
        assertThat(server.rows("SELECT price FROM best WHERE item = 'lamp'")).containsExactly(List.of(70));
    }

    @Test
    void selectWithoutFromAndValuesGiveRows() {
        assertThat(server.rows("SELECT 1 + 1 AS two, 'a' AS a")).containsExactly(List.of(2, "a"));
        assertThat(server.rows("VALUES (1, 'x'), (2, 'y')")).hasSize(2);
    }

    @Test
    void preparedStatementNamesItsColumnsAndParameters() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        PreparedSql prepared = server.session().prepare("SELECT item, price * 2 AS twice FROM bids WHERE price > ?");
        assertThat(prepared.kind()).isEqualTo(PreparedSql.Kind.QUERY);
        assertThat(prepared.columns()).extracting("name").containsExactly("item", "twice");
        assertThat(prepared.parameters()).extracting("name").containsExactly("?1");
        server.run("INSERT INTO bids VALUES (?, ?)", "vase", 3);
        assertThat(server.rows("SELECT item FROM bids WHERE price > ?", 2)).containsExactly(List.of("vase"));
        assertThat(server.rows("SELECT item FROM bids WHERE price > ?", 5)).isEmpty();
    }

    @Test
    void selectStreamGivesRowsAsTheyCome() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("INSERT INTO bids VALUES ('vase', 1)");
        try (Cursor cursor = server.open("SELECT STREAM item, price FROM bids WHERE price < 10")) {
            assertThat(TestServer.next(cursor, 1)).containsExactly(List.of("vase", 1));
            server.run("INSERT INTO bids VALUES ('lamp', 2), ('gold', 100)");
            assertThat(TestServer.next(cursor, 1)).containsExactly(List.of("lamp", 2));
        }
    }

    @Test
    void orderOfWhatHasNoOrderIsWarnedAbout() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        Outcome view = server.run("CREATE MATERIALIZED VIEW dear AS SELECT item, price FROM bids ORDER BY price");
        assertThat(view.warnings()).anyMatch(warning -> warning.startsWith("ORDER BY without LIMIT has no effect"));
        Outcome top = server.run("CREATE MATERIALIZED VIEW top AS SELECT item FROM bids ORDER BY price LIMIT 3");
        assertThat(top.warnings()).isEmpty();
    }

    @Test
    void plannedQueryIsForgottenWhenWhatItReadsChanges() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("INSERT INTO bids VALUES ('vase', 1)");
        assertThat(server.rows("SELECT * FROM bids")).containsExactly(List.of("vase", 1));
        assertThat(server.rows("SELECT * FROM bids")).containsExactly(List.of("vase", 1));
        server.run("CREATE OR REPLACE STREAM bids (price INT)");
        server.run("INSERT INTO bids VALUES (7)");
        assertThat(server.rows("SELECT * FROM bids")).containsExactly(List.of(7));
        server.run("DROP STREAM bids");
        server.failsAnyCode("SELECT * FROM bids", "not found");
    }

    @Test
    void insertOfConstantsEqualsInsertOfExpressions() {
        server.run("CREATE STREAM bids (item VARCHAR(5), price DECIMAL(6, 2), at TIMESTAMP(3))");
        server.run("INSERT INTO bids VALUES ('vase', -1.5, '2024-01-01 00:00:00'), (NULL, 2, NULL)");
        server.run("INSERT INTO bids SELECT 'va' || 'se', 0 - 1.5, CAST('2024-01-01 00:00:00' AS TIMESTAMP(3))");
        List<List<Object>> rows = server.rows("SELECT item, price, at FROM bids WHERE item IS NOT NULL");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).isEqualTo(rows.get(1));
    }
}
