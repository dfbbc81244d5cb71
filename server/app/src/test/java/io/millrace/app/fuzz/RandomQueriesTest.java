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
 * planning breaks. What fails prints the statements it needs. {@code -Dseed=…}, {@code -Dcases=…} and, of the long row, {@code
 * -Danswers=…} run others.
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
    void tangledSubQueriesAnswerAsAnIndependentDatabase() throws Exception {
        check(Tangled::new, 1, 5, 20);
    }

    @Test
    void cornersOfConditionsAnswerAsAnIndependentDatabase() throws Exception {
        check((seed, random) -> new Corners(seed), 1, 15, 10);
    }

    /** Of all kinds in turn, one wrong answer or internal error among them fails it. */
    @Test
    @Tag("slow")
    void twentyThousandAnswersInARowAreThoseOfAnIndependentDatabase() throws Exception {
        check(
                new Row(RandomQueriesTest::inTurn, 1_000, 50),
                (seed, answers) -> answers < Integer.getInteger("answers", 20_000));
    }

    private static Subject inTurn(long seed, Random random) {
        return switch ((int) (seed % 4)) {
            case 0 -> new Integers(seed, random);
            case 1 -> new Typed(seed, random);
            case 2 -> new Corners(seed);
            default -> new Tangled(seed, random);
        };
    }

    private void check(BiFunction<Long, Random, Subject> subjects, long firstSeed, int usualCases, int views)
            throws Exception {
        int cases = Integer.getInteger("cases", usualCases);
        long from = Long.getLong("seed", firstSeed);
        int answers = check(new Row(subjects, firstSeed, views), (seed, answered) -> seed < from + cases);
        assertThat(answers).as("answers compared").isGreaterThan(cases * QUERIES / 2);
    }

    /**
     * Cases one after the other.
     *
     * @param views of a hundred queries, how many also become materialized views
     */
    private record Row(BiFunction<Long, Random, Subject> subjects, long firstSeed, int views) {}

    /** Whether a row goes on with a seed after so many answers. */
    private interface GoesOn {
        boolean with(long seed, int answers);
    }

    /** Gives back how many answers were compared. */
    private int check(Row row, GoesOn goesOn) throws Exception {
        Findings findings = new Findings();
        int compared = 0;
        long from = Long.getLong("seed", row.firstSeed());
        long seed = from;
        try (MillraceServer server = MillraceServer.start(Settings.parse(List.of(
                        Setting.PORT.key() + "=0",
                        Setting.DATA_DIR.key() + "=" + directory,
                        "partitions=2",
                        "durability=none")));
                Connection millrace = DriverManager.getConnection(server.url());
                Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                SecondOpinion arbiter = new SecondOpinion()) {
            for (; goesOn.with(seed, compared); seed++) {
                compared += run(row.subjects(), seed, row.views(), millrace, duck, arbiter, findings);
                if ((seed - from) % 25 == 24) {
                    System.out.println(findings.summary(from, seed, compared));
                }
            }
        }
        System.out.println(findings.summary(from, seed - 1, compared));
        assertThat(findings.wrong()).as("wrong answers and internal errors").isEmpty();
        return compared;
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
