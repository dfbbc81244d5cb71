package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates and tables of classes in Java: right when rows go, in windows and after a restart; what fails harms one group. */
class JavaAggregatesTest {

    private static final String SPREAD = """
            package acme;

            public class Spread {
                private int least = Integer.MAX_VALUE;
                private int most = Integer.MIN_VALUE;

                public void accumulate(int number) {
                    if (number < 0) {
                        throw new IllegalArgumentException(number + " is below zero");
                    }
                    least = Math.min(least, number);
                    most = Math.max(most, number);
                }

                public Long finish() {
                    return most < least ? null : (long) most - least;
                }
            }
            """;

    private static final String WORDS = """
            package acme;

            import java.math.BigDecimal;
            import java.util.ArrayList;
            import java.util.List;

            public class Words {
                private final StringBuilder text = new StringBuilder();

                public void accumulate(String word, Long times, byte[] end) {
                    text.append(word).append(times).append(end == null ? "-" : end.length);
                }

                public String finish() {
                    return text.toString();
                }

                public static List<Object[]> split(String text, int least) {
                    if (text.isEmpty()) {
                        return null;
                    }
                    List<Object[]> rows = new ArrayList<>();
                    for (String word : text.split(" ")) {
                        if (word.length() >= least) {
                            rows.add(new Object[] {word, word.length(), new BigDecimal(word.length()).movePointLeft(1)});
                        }
                    }
                    return rows;
                }

                public static Iterable<String> letters(String text) {
                    List<String> letters = new ArrayList<>();
                    if (text == null) {
                        return letters;
                    }
                    for (char letter : text.toCharArray()) {
                        if (letter == '!') {
                            throw new IllegalStateException("no letter");
                        }
                        letters.add(String.valueOf(letter));
                    }
                    return letters;
                }

                public static List<Object[]> wrong(int kind) {
                    return List.<Object[]>of(kind == 0 ? new Object[] {1} : new Object[] {"a", "b"});
                }

                public static Iterable<java.math.BigDecimal> powers(int most) {
                    return java.util.List.of(java.math.BigDecimal.ONE.scaleByPowerOfTen(most));
                }

                public static Iterable<Integer> endless(int from) {
                    return () -> java.util.stream.IntStream.iterate(from, i -> i).iterator();
                }
            }
            """;

    @TempDir
    Path directory;

    private void makeJar() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("source/acme"));
        Path jars = Files.createDirectories(directory.resolve("jars"));
        try (OutputStream file = Files.newOutputStream(jars.resolve("acme.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String name : List.of("Spread", "Words")) {
                Path source =
                        Files.writeString(sources.resolve(name + ".java"), name.equals("Spread") ? SPREAD : WORDS);
                assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                        .isZero();
                jar.putNextEntry(new JarEntry("acme/" + name + ".class"));
                jar.write(Files.readAllBytes(sources.resolve(name + ".class")));
            }
        }
    }

    private SinkServer server() throws Exception {
        return new SinkServer(directory, List.of("functions.path=" + directory.resolve("jars")));
    }

    private static void makeAggregates(SinkServer server) throws Exception {
        server.run("CREATE AGGREGATE FUNCTION spread(n INT) RETURNS BIGINT LANGUAGE JAVA AS 'acme.Spread'");
        server.run(
                "CREATE AGGREGATE FUNCTION words(w VARCHAR, n BIGINT, e VARBINARY) RETURNS VARCHAR LANGUAGE JAVA AS 'acme.Words'");
    }

    @Test
    void aggregatesSeeTheRowsThatAreThere() throws Exception {
        makeJar();
        try (SinkServer server = server()) {
            makeAggregates(server);
            server.run("CREATE TABLE t (id INT, k VARCHAR, n SMALLINT, PRIMARY KEY (id))");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT k, spread(n) AS s, COUNT(*) AS c FROM t GROUP BY k");
            server.run("CREATE MATERIALIZED VIEW whole AS SELECT spread(n) AS s FROM t");
            assertThat(server.text("SELECT COALESCE(s, -1) FROM whole")).isEqualTo("-1");
            server.run("INSERT INTO t VALUES (1, 'a', 3), (2, 'a', 10), (3, 'b', 5), (4, 'a', NULL), (5, 'b', 6)");
            assertThat(all(server)).isEqualTo("a 7, b 1");
            server.run("DELETE FROM t WHERE id = 2");
            server.run("UPDATE t SET n = 15 WHERE id = 5");
            assertThat(all(server)).isEqualTo("a 0, b 10");
            assertThat(server.text("SELECT s FROM whole")).isEqualTo("12");
            server.run("UPDATE t SET n = -1 WHERE id = 3");
            assertThat(all(server)).isEqualTo("a 0");
            assertThat(server.text("SELECT reason FROM v$errors")).contains("\"spread\" failed: -1 is below zero");
            server.run("UPDATE t SET n = 12 WHERE id = 3");
            assertThat(all(server)).isEqualTo("a 0, b 3");
            server.run("CREATE MATERIALIZED VIEW gone AS SELECT k FROM t GROUP BY k HAVING spread(n) > 1");
            assertThat(server.text("SELECT k FROM gone")).isEqualTo("b");
            assertThat(server.text("SELECT words(k, n, X'00' ) WITHIN GROUP (ORDER BY n DESC) FROM t"))
                    .isEqualTo("a" + "null1b151b121a31");
            assertThat(server.text("SELECT words(DISTINCT k, 1, NULL) FILTER (WHERE n > 4) FROM t"))
                    .isEqualTo("b1-");
            assertThat(
                            server.text(
                                    "SELECT LISTAGG(CAST(s AS VARCHAR)) FROM (SELECT spread(n) OVER (ORDER BY id) AS s FROM t)"))
                    .isEqualTo("0,12,9,9");
        }
        try (SinkServer server = server()) {
            server.run("INSERT INTO t VALUES (6, 'a', 13)");
            assertThat(all(server)).isEqualTo("a 10, b 3");
        }
        try (Stream<Path> jars = Files.list(directory.resolve("jars"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
        try (SinkServer server = server()) {
            server.run("INSERT INTO t VALUES (7, 'b', 1)");
            assertThat(server.number("SELECT COUNT(*) FROM t")).isEqualTo(6);
            assertThat(server.text("SELECT reason FROM v$errors WHERE reason LIKE '%no class%'"))
                    .contains("there is no class \"acme.Spread\"");
        }
    }

    private static String all(SinkServer server) throws Exception {
        return server.text("SELECT LISTAGG(k || ' ' || s, ', ') WITHIN GROUP (ORDER BY k) FROM v");
    }

    @Test
    void windowsCloseWithAggregates() throws Exception {
        makeJar();
        try (SinkServer server = server()) {
            makeAggregates(server);
            server.run("CREATE STREAM s (ts TIMESTAMP(3), n INT, WATERMARK FOR ts AS ts)");
            server.run("CREATE STREAM w AS SELECT STREAM window_start, spread(n) AS s FROM TABLE(TUMBLE(TABLE s,"
                    + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end");
            server.run(
                    "INSERT INTO s VALUES (TIMESTAMP '2024-01-01 00:00:01', 4), (TIMESTAMP '2024-01-01 00:00:30', 9)");
            KilledCopy.of(directory.resolve("data"), directory.resolve("killed/data"));
        }
        try (SinkServer server =
                new SinkServer(directory.resolve("killed"), List.of("functions.path=" + directory.resolve("jars")))) {
            server.run(
                    "INSERT INTO s VALUES (TIMESTAMP '2024-01-01 00:00:40', 1), (TIMESTAMP '2024-01-01 00:01:30', 9)");
            assertThat(server.text("SELECT LISTAGG(CAST(s AS VARCHAR)) FROM w")).isEqualTo("8");
        }
    }

    @Test
    void methodsGiveTables() throws Exception {
        makeJar();
        try (SinkServer server = server()) {
            server.run(
                    "CREATE FUNCTION pieces(t VARCHAR, least INT) RETURNS TABLE (word VARCHAR(3), size INT, tenth DECIMAL(4, 2))"
                            + " LANGUAGE JAVA AS 'acme.Words.split'");
            server.run(
                    "CREATE FUNCTION letters(t VARCHAR) RETURNS TABLE (letter VARCHAR) LANGUAGE JAVA AS 'acme.Words.letters'");
            server.run("CREATE FUNCTION wrong(n INT) RETURNS TABLE (a INT, b INT) LANGUAGE JAVA AS 'acme.Words.wrong'");
            server.run("CREATE FUNCTION endless(n INT) RETURNS TABLE (a INT) LANGUAGE JAVA AS 'acme.Words.endless'");
            assertThat(server.text(
                            "SELECT LISTAGG(word || ' ' || size || ' ' || tenth, ', ') WITHIN GROUP (ORDER BY size, word)"
                                    + " FROM TABLE(pieces('to be or not', 2))"))
                    .isEqualTo("be 2 0.20, or 2 0.20, to 2 0.20, not 3 0.30");
            server.run("CREATE TABLE t (id INT, x VARCHAR, PRIMARY KEY (id))");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT id, letter FROM t, LATERAL TABLE(letters(x)) AS l");
            server.run("INSERT INTO t VALUES (1, 'ab'), (2, NULL), (3, 'c!'), (4, 'da')");
            assertThat(server.text("SELECT LISTAGG(id || letter, ' ') FROM v")).isEqualTo("1a 1b 4a 4d");
            assertThat(server.text("SELECT reason FROM v$errors")).contains("\"letters\" failed: no letter");
            server.run(
                    "CREATE FUNCTION powers(n INT) RETURNS TABLE (d DECIMAL(10, 2)) LANGUAGE JAVA AS 'acme.Words.powers'");
            server.run(
                    "CREATE MATERIALIZED VIEW p AS SELECT id, d FROM t, LATERAL TABLE(powers(id * 20)) AS l WHERE id < 3");
            assertThat(server.text("SELECT COUNT(*) || (SELECT status FROM sys.queries WHERE name = 'p') FROM p"))
                    .isEqualTo("0RUNNING");
            assertThat(server.text("SELECT LISTAGG(reason, '; ') WITHIN GROUP (ORDER BY reason) FROM p$errors"))
                    .contains("100000000000000000000.00 does not fit DECIMAL(10, 2)")
                    .contains("0.00 does not fit DECIMAL(38, 2)");
            server.run("UPDATE t SET x = 'bc' WHERE id = 1");
            assertThat(server.text("SELECT LISTAGG(id || letter, ' ') FROM v")).isEqualTo("1b 1c 4a 4d");
            assertThat(server.number("SELECT COUNT(*) FROM TABLE(pieces('', 1))"))
                    .isZero();
            assertThatThrownBy(() -> server.text("SELECT a FROM TABLE(wrong(0))"))
                    .hasMessageContaining("it gives a row of 1 value, but RETURNS 2 columns");
            assertThatThrownBy(() -> server.text("SELECT a FROM TABLE(wrong(1))"))
                    .hasMessageContaining("it gives a String in column 1, which is INTEGER");
            assertThatThrownBy(() -> server.text("SELECT a FROM TABLE(endless(1))"))
                    .hasMessageContaining("gives more than 1000000 rows for one call");
        }
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        makeJar();
        try (SinkServer server = server()) {
            makeAggregates(server);
            refused(
                    server,
                    "CREATE AGGREGATE FUNCTION f(n INT) RETURNS INT AS n",
                    "an aggregate function is a class in JAVA");
            refused(
                    server,
                    "CREATE AGGREGATE FUNCTION f() RETURNS INT LANGUAGE JAVA AS 'acme.Spread'",
                    "at least one parameter");
            refused(
                    server,
                    "CREATE AGGREGATE FUNCTION f(n INT) RETURNS TABLE (a INT) LANGUAGE JAVA AS 'acme.Spread'",
                    "gives a value and no TABLE");
            refused(
                    server,
                    "CREATE AGGREGATE FUNCTION f(n VARCHAR) RETURNS INT LANGUAGE JAVA AS 'acme.Spread'",
                    "one public method void accumulate(String) and one int finish()");
            refused(
                    server,
                    "CREATE AGGREGATE FUNCTION f(n INT) RETURNS INT LANGUAGE JAVA AS 'java.util.ArrayList'",
                    "there is no class");
            refused(
                    server,
                    "CREATE FUNCTION f(n INT) RETURNS TABLE (a INT) LANGUAGE JAVA AS 'acme.Words.split'",
                    "public static method Iterable<Object> split(int)");
            refused(server, "SELECT spread(1, 2)", "line 1:8: spread takes 1 argument");
            refused(server, "SELECT spread(*)", "spread takes 1 argument");
            refused(server, "SELECT spread('a' || 'b')", "parameter \"n\" of function \"spread\" is INTEGER");
            refused(server, "SELECT spread(1) IGNORE NULLS", "leave out IGNORE NULLS");
            server.run("CREATE STREAM e (ts TIMESTAMP(3), n INT, WATERMARK FOR ts AS ts)");
            refused(
                    server,
                    "SELECT * FROM e MATCH_RECOGNIZE (ORDER BY ts MEASURES spread(A.n) AS s PATTERN (A+) DEFINE A AS n > 1)",
                    "MATCH_RECOGNIZE");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT spread(n) AS s FROM (VALUES (1)) AS t (n)");
            refused(server, "DROP FUNCTION spread", "v");
            assertThat(server.text("SELECT kind || signature FROM sys.functions WHERE name = 'spread'"))
                    .isEqualTo("aggregatespread(n INTEGER)");
        }
    }

    private static void refused(SinkServer server, String statement, String message) {
        assertThatThrownBy(() -> server.run(statement)).hasMessageContaining(message);
    }
}
