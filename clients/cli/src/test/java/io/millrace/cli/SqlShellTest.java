package io.millrace.cli;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.endpoint.Await;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.FakeSqlService;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.Pages;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SqlShellTest {

    private static final RowType CITIES = RowType.of(
            new Field("city", Type.VARCHAR, true),
            new Field("delay", Type.decimal(6, 2), true),
            new Field("tags", new io.millrace.spi.data.ArrayType(Type.VARCHAR, true), true));

    private final FakeSqlService service = new FakeSqlService();
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private HttpEndpoint endpoint;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        service.query(
                "SELECT * FROM cities",
                CITIES,
                Pages.of(
                        CITIES,
                        row("São Paulo", new java.math.BigDecimal("1.50"), List.of("a", "b")),
                        row("東京", new java.math.BigDecimal("-12.25"), null),
                        row(null, null, List.of())));
        service.update("CREATE STREAM s", List.of(), parameters -> 0L, "its state is unbounded");
        service.update("INSERT INTO s VALUES (1), (2)", List.of(), parameters -> 2L);
        endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private int shell(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "jdbc:millrace://localhost:" + endpoint.port();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new CommandLine(new SqlShell(new PrintWriter(out), new PrintWriter(errors))).execute(all);
    }

    @Test
    void resultIsAnAlignedTable() {
        assertThat(shell("-e", "SELECT * FROM cities")).isZero();
        assertThat(out.toString()).isEqualTo("""
                        city      |  delay | tags
                        ----------+--------+-------
                        São Paulo |   1.50 | [a, b]
                        東京      | -12.25 | NULL
                        NULL      |   NULL | []
                        (3 rows)
                        """);
    }

    @Test
    void resultIsCsv() {
        assertThat(shell("--format", "csv", "-e", "SELECT * FROM cities")).isZero();
        assertThat(out.toString()).isEqualTo("city,delay,tags\nSão Paulo,1.50,\"[a, b]\"\n東京,-12.25,\n,,[]\n");
    }

    @Test
    void resultIsJson() {
        assertThat(shell("--format", "json", "-e", "SELECT * FROM cities")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"city\":\"São Paulo\",\"delay\":1.50,\"tags\":[\"a\",\"b\"]}",
                        "{\"city\":\"東京\",\"delay\":-12.25,\"tags\":null}",
                        "{\"city\":null,\"delay\":null,\"tags\":[]}");
    }

    @Test
    void resultIsMarkdown() {
        service.query("SELECT 2", CITIES, Pages.of(CITIES, row("a|b\nc", new java.math.BigDecimal("2.00"), null)));
        assertThat(shell("--format", "markdown", "-e", "SELECT 2")).isZero();
        assertThat(out.toString())
                .isEqualTo("| city | delay | tags |\n| --- | ---: | --- |\n| a\\|b<br>c | 2.00 | NULL |\n");
    }

    @Test
    void eachValueHasALineOfItsOwn() {
        assertThat(shell("-e", "\\x on", "-e", "\\pset null -", "-e", "SELECT * FROM cities"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                        -[ 1 ]-----
                        city  | São Paulo
                        delay | 1.50
                        tags  | [a, b]
                        -[ 2 ]-----
                        city  | 東京
                        delay | -12.25
                        tags  | -
                        -[ 3 ]-----
                        city  | -
                        delay | -
                        tags  | []
                        (3 rows)
                        """);
    }

    @Test
    void optionsAndFilesAreRunInTheirOrder() throws IOException {
        Path script = directory.resolve("script.sql");
        Files.write(script, "\uFEFF\\echo from the file\nCREATE STREAM s;\n".getBytes(StandardCharsets.UTF_8));
        assertThat(shell(
                        "-e",
                        "\\echo first",
                        "-f",
                        script.toString(),
                        "-e",
                        "\\i " + script,
                        "-e",
                        "\\t on \\echo last"))
                .isZero();
        assertThat(out.toString()).isEqualTo("first\nfrom the file\nOK\nfrom the file\nOK\nlast\n");
        Files.write(script, "\uFEFF\\echo wide\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(shell("-f", script.toString())).isZero();
        assertThat(out.toString()).endsWith("wide\n");
        Files.write(script, new byte[] {'-', '-', (byte) 0xFF});
        assertThat(shell("-f", script.toString())).isEqualTo(1);
        assertThat(errors.toString()).endsWith("it is not text in UTF-8\n");
    }

    @Test
    void variablesStandForTexts() {
        assertThat(shell("-v", "what=cities", "-e", "\\set row 1", "-e", "SELECT * FROM :what; \\echo :row :ROW_COUNT"))
                .isZero();
        assertThat(out.toString()).endsWith("(3 rows)\n1 3\n");
        assertThat(shell("-v", "x=São Paulo", "-e", "SELECT :'x'")).isEqualTo(1);
        assertThat(errors.toString()).contains("SELECT 'São Paulo'");
    }

    @Test
    void scriptGoesOnAfterAnErrorWhenItIsTold() {
        assertThat(shell("-e", "SELEKT; \\echo never")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(shell("-e", "\\nonsense", "-e", "\\echo never")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(errors.toString()).endsWith("ERROR: there is no command \\nonsense; \\? lists them\n");
        assertThat(shell("-v", "ON_ERROR_STOP=off", "-e", "SELEKT; \\echo :ERROR :SQLSTATE", "-e", "\\echo last"))
                .isEqualTo(1);
        assertThat(out.toString()).isEqualTo("true 42601\nlast\n");
        assertThat(shell("--formt", "csv")).isEqualTo(2);
    }

    @Test
    void rowOfAResultBecomesVariables() {
        service.query("SELECT 2", CITIES, Pages.of(CITIES, row("Oslo", null, null)));
        assertThat(shell("-e", "SELECT 2 \\gset the_", "-e", "\\echo :the_city :the_delay"))
                .isZero();
        assertThat(out.toString()).isEqualTo("Oslo :the_delay\n");
        assertThat(shell("-e", "SELECT * FROM cities \\gset")).isEqualTo(1);
        assertThat(errors.toString()).endsWith("ERROR: \\gset wants one row, not several\n");
    }

    @Test
    void statementIsRunAgainAndAgain() {
        assertThat(shell("--format", "csv", "-e", "SELECT * FROM cities \\watch 0.01 c=3"))
                .isZero();
        assertThat(out.toString().lines().filter("city,delay,tags"::equals)).hasSize(3);
    }

    @Test
    void changesAndWarningsAreTold() {
        assertThat(shell("-e", "CREATE STREAM s; INSERT INTO s VALUES (1), (2);"))
                .isZero();
        assertThat(out.toString()).isEqualTo("OK\nOK, 2 rows\n");
        assertThat(errors.toString()).isEqualTo("WARNING: its state is unbounded\n");
    }

    @Test
    void errorOfAFileNamesItsLineAndStopsTheScript() throws IOException {
        service.failure(
                "SELECT city,\n  prise FROM cities",
                new MillraceException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        new Position(2, 3),
                        "column \"prise\" not found; did you mean \"price\"?"));
        Path script = Files.writeString(
                directory.resolve("script.sql"),
                "CREATE STREAM s;\n\nSELECT city,\n  prise FROM cities;\nINSERT INTO s VALUES (1), (2);\n");
        assertThat(shell("-f", script.toString())).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("OK\n");
        assertThat(errors.toString()).endsWith("""
                        ERROR 42703: line 4:3: column "prise" not found; did you mean "price"?
                            prise FROM cities
                            ^
                        """);
    }

    @Test
    void serverThatIsNotThereIsAnErrorOfOneLine() {
        endpoint.close();
        assertThat(shell("-e", "SELECT * FROM cities")).isEqualTo(2);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(errors.toString()).contains("cannot connect to localhost:" + endpoint.port());
    }

    @Test
    void missingFileIsAnError() {
        assertThat(shell("-f", directory.resolve("nowhere.sql").toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("there is no such file");
    }

    @Test
    void rowsOfAStreamAreShownAsTheyCome() throws Exception {
        RowType words = RowType.of(new Field("word", Type.VARCHAR, false));
        service.stream("SELECT STREAM word FROM words", words);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> shell("-e", "SELECT STREAM word FROM words"));
        Await.until("the stream is open", () -> service.cursors().size() == 1);
        service.cursors().get(0).emit(Pages.of(words, row("first")));
        Await.until("the first row is shown", () -> out.toString().contains("first\n"));
        service.cursors().get(0).emit(Pages.of(words, row("second")));
        Await.until("the second row is shown", () -> out.toString().contains("second\n"));
        assertThat(exit).isNotDone();
        service.cursors().get(0).end();
        assertThat(exit.get()).isZero();
        assertThat(out.toString()).isEqualTo("word\n-----\nfirst\nsecond\n(2 rows)\n");
    }
}
