package io.millrace.app.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sub-queries: a plain SELECT, a view made before the rows and one made after them say what DuckDB says. What fails prints all
 * statements it needs.
 */
class SubQueriesTest {

    private static final int QUERIES = 12;

    @TempDir
    Path directory;

    @Test
    void answersAreThoseOfAnIndependentDatabase() throws Exception {
        check(1, Integer.getInteger("cases", 8));
    }

    @Test
    @Tag("slow")
    void answersOfManyAreThoseOfAnIndependentDatabase() throws Exception {
        check(1_000, 2_000);
    }

    private void check(long firstSeed, int cases) throws Exception {
        Map<String, Integer> refused = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        long from = Long.getLong("seed", firstSeed);
        try (MillraceServer server = MillraceServer.start(Settings.parse(
                        List.of(Setting.PORT.key() + "=0", Setting.DATA_DIR.key() + "=" + directory, "partitions=2")));
                Connection millrace = DriverManager.getConnection(server.url());
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            for (long seed = from; seed < from + cases; seed++) {
                compared += new RandomCase(seed, millrace, duck, refused, wrong).run(QUERIES);
            }
        }
        wrong.forEach(System.out::println);
        System.out.println(compared + " answers compared, refused: " + refused);
        assertThat(wrong).as(wrong.size() + " wrong answers").isEmpty();
        assertThat(compared).as("answers compared").isGreaterThan(cases * QUERIES / 2);
    }
}
