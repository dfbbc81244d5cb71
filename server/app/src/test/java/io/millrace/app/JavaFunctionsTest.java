package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** Functions in Java: from jars of one directory only; what goes wrong in them harms rows, and nothing else. */
class JavaFunctionsTest {

    private static final String SOURCE = """
            package acme;

            import java.math.BigDecimal;
            import java.time.LocalDate;
            import java.time.LocalDateTime;

            public class Functions {
                public static String reversed(String text) {
                    return text == null ? "nothing" : new StringBuilder(text).reverse().toString();
                }

                public static int half(int number) {
                    if (number % 2 != 0) {
                        throw new IllegalStateException(number + " is odd");
                    }
                    return number / 2;
                }

                public static BigDecimal third(BigDecimal amount) {
                    return amount.divide(new BigDecimal(3), 10, java.math.RoundingMode.HALF_UP);
                }

                public static LocalDate day(LocalDateTime time, Boolean next) {
                    return time.toLocalDate().plusDays(next ? 1 : 0);
                }

                public static byte[] bytes(long number, double scale) {
                    return new byte[] {(byte) number, (byte) scale};
                }

                public static double tenth(double number) {
                    return number / 10;
                }

                public static LocalDateTime same(LocalDateTime time) {
                    return time;
                }

                public static int deep(int number) {
                    return deep(number + 1) + 1;
                }
            }
            """;

    @TempDir
    Path directory;

    private void makeJar() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("source/acme"));
        Path source = Files.writeString(sources.resolve("Functions.java"), SOURCE);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        Path jars = Files.createDirectories(directory.resolve("jars"));
        try (OutputStream file = Files.newOutputStream(jars.resolve("acme.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("acme/Functions.class"));
            jar.write(Files.readAllBytes(sources.resolve("Functions.class")));
        }
    }

    private SinkServer server() throws Exception {
        return new SinkServer(directory, List.of("functions.path=" + directory.resolve("jars")));
    }

    @Test
    void methodsOfJarsAreCalledAndFailForRowsOnly() throws Exception {
        makeJar();
        try (SinkServer server = server()) {
            server.run(
                    "CREATE FUNCTION reversed(t VARCHAR) RETURNS VARCHAR(8) LANGUAGE JAVA AS 'acme.Functions.reversed'");
            server.run("CREATE FUNCTION \"half\\\"\"\"(n SMALLINT) RETURNS INT LANGUAGE JAVA AS 'acme.Functions.half'");
            server.run(
                    "CREATE FUNCTION third(a DECIMAL(8, 2)) RETURNS DECIMAL(10, 3) LANGUAGE JAVA AS 'acme.Functions.third'");
            server.run(
                    "CREATE FUNCTION day_of(t TIMESTAMP(3), n BOOLEAN) RETURNS DATE LANGUAGE JAVA AS 'acme.Functions.day'");
            server.run(
                    "CREATE FUNCTION bytes(n BIGINT, s REAL) RETURNS VARBINARY LANGUAGE JAVA AS 'acme.Functions.bytes'");
            server.run("CREATE FUNCTION deep(n INT) RETURNS INT LANGUAGE JAVA AS 'acme.Functions.deep'");
            assertThat(server.text("SELECT reversed('abc') || reversed(NULL)")).isEqualTo("cbanothing");
            assertThat(server.text("SELECT CAST(third(10) AS VARCHAR)")).isEqualTo("3.333");
            assertThat(server.text("SELECT CAST(day_of(TIMESTAMP '2024-02-28 10:00:00', TRUE) AS VARCHAR)"))
                    .isEqualTo("2024-02-29");
            assertThat(server.text("SELECT TO_HEX(bytes(7, 9))")).isEqualTo("0709");
            server.run("CREATE FUNCTION tenth(n DOUBLE) RETURNS REAL LANGUAGE JAVA AS 'acme.Functions.tenth'");
            server.run(
                    "CREATE FUNCTION seconds(t TIMESTAMP(3)) RETURNS TIMESTAMP(0) LANGUAGE JAVA AS 'acme.Functions.same'");
            assertThat(server.text("SELECT CAST(tenth(1) = CAST(0.1 AS REAL) AS VARCHAR)"))
                    .isEqualTo("TRUE");
            assertThat(server.text("SELECT CAST(seconds(TIMESTAMP '2024-02-28 10:00:00.123') AS VARCHAR)"))
                    .isEqualTo("2024-02-28 10:00:00");
            server.run("CREATE STREAM s (n INT)");
            server.run("CREATE MATERIALIZED VIEW halves AS SELECT \"half\\\"\"\"(n) AS h FROM s");
            server.run("INSERT INTO s VALUES (4), (5), (NULL), (8)");
            assertThat(server.text("SELECT SUM(h) || ' ' || COUNT(*) FROM halves"))
                    .isEqualTo("6 3");
            assertThat(server.text("SELECT reason FROM halves$errors")).contains("failed: 5 is odd");
            assertThatThrownBy(() -> server.text("SELECT deep(1)"))
                    .hasMessageContaining("\"deep\" failed: StackOverflowError");
            refused(server, "RETURNS INT LANGUAGE JAVA AS 'java.lang.Runtime.getRuntime'", "there is no class");
            refused(server, "RETURNS INT LANGUAGE JAVA AS 'io.millrace.app.Main.main'", "there is no class");
            refused(server, "RETURNS INT LANGUAGE JAVA AS 'acme.Functions.half()'", "int half()(int)");
            refused(
                    server,
                    "RETURNS BIGINT LANGUAGE JAVA AS 'acme.Functions.reversed'",
                    "public static method long reversed(int)");
            refused(server, "RETURNS INT LANGUAGE JAVA NOT DETERMINISTIC AS 'acme.Functions.half'", "same arguments");
        }
        try (SinkServer server = server()) {
            server.run("INSERT INTO s VALUES (2)");
            assertThat(server.text("SELECT SUM(h) || ' ' || COUNT(*) FROM halves"))
                    .isEqualTo("7 4");
        }
        try (Stream<Path> jars = Files.list(directory.resolve("jars"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
        try (SinkServer server = server()) {
            server.run("INSERT INTO s VALUES (2)");
            assertThat(server.text("SELECT SUM(h) || ' ' || COUNT(*) FROM halves"))
                    .isEqualTo("7 4");
            assertThat(server.number("SELECT COUNT(*) FROM halves$errors WHERE reason LIKE '%there is no class%'"))
                    .isEqualTo(1);
            assertThat(server.number("SELECT COUNT(*) FROM s")).isEqualTo(6);
        }
    }

    private static void refused(SinkServer server, String rest, String message) {
        assertThatThrownBy(() -> server.run("CREATE FUNCTION refused(n INT) " + rest))
                .hasMessageContaining(message);
    }
}
