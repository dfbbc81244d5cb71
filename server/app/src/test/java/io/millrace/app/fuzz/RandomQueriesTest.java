package io.millrace.app.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries: a plain SELECT, a view made before the rows and one made after them say what DuckDB says, and none is refused because
 * planning breaks. What fails prints the statements it needs. {@code -Dseed=…} and {@code -Dcases=…} run others.
 */
class RandomQueriesTest {

    private static final int QUERIES = 12;

    @TempDir
    Path directory;

    @Test
    void subQueriesAnswerAsAnIndependentDatabase() throws Exception {
        check(Integers::new, 1, 10, 100);
    }

    @Test
    void joinsGroupsAndFunctionsAnswerAsAnIndependentDatabase() throws Exception {
        check(Typed::new, 1, 30, 10);
    }

    @Test
    @Tag("slow")
    void manySubQueriesAnswerAsAnIndependentDatabase() throws Exception {
        check(Integers::new, 1_000, 2_000, 100);
    }

    @Test
    @Tag("slow")
    void manyJoinsGroupsAndFunctionsAnswerAsAnIndependentDatabase() throws Exception {
        check(Typed::new, 1_000, 2_000, 50);
    }

    private void check(BiFunction<Long, Random, Subject> subjects, long firstSeed, int usualCases, int views)
            throws Exception {
        Findings findings = new Findings();
        int compared = 0;
        long from = Long.getLong("seed", firstSeed);
        int cases = Integer.getInteger("cases", usualCases);
        try (MillraceServer server = MillraceServer.start(Settings.parse(List.of(
                        Setting.PORT.key() + "=0",
                        Setting.DATA_DIR.key() + "=" + directory,
                        "partitions=2",
                        "durability=none")));
                Connection millrace = DriverManager.getConnection(server.url());
                Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                SecondOpinion arbiter = new SecondOpinion()) {
            for (long seed = from; seed < from + cases; seed++) {
                compared += run(subjects, seed, views, millrace, duck, arbiter, findings);
                if ((seed - from) % 25 == 24) {
                    System.out.println("up to seed " + seed + ": " + findings.summary(compared));
                }
            }
        }
        System.out.println(findings.summary(compared));
        assertThat(findings.wrong()).as("wrong answers").isEmpty();
        assertThat(compared).as("answers compared").isGreaterThan(cases * QUERIES / 2);
    }

    private static int run(
            BiFunction<Long, Random, Subject> subjects,
            long seed,
            int views,
            Connection millrace,
            Connection duck,
            SecondOpinion arbiter,
            Findings findings)
            throws SQLException {
        Random random = new Random(seed);
        return new RandomCase(seed, subjects.apply(seed, random), random, views, millrace, duck, arbiter, findings)
                .run(QUERIES);
    }
}
