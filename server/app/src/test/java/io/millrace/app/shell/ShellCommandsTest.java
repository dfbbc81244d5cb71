package io.millrace.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.cli.SqlShell;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands of the shell say of a server. */
class ShellCommandsTest {

    @TempDir
    static Path directory;

    private static MillraceServer server;

    private record Said(int code, String out, String errors) {}

    @BeforeAll
    static void start() {
        server = MillraceServer.start(Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()));
        Said made = shell("-e", """
                CREATE STREAM bids (item VARCHAR NOT NULL, price BIGINT);
                CREATE TABLE "My Items" (id INT PRIMARY KEY, name VARCHAR);
                CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item;
                CREATE VIEW plain AS SELECT item FROM bids;
                CREATE SINK nowhere FROM best WITH (connector = 'blackhole');
                CREATE FUNCTION twice(x INT) RETURNS INT AS x * 2;
                COMMENT ON STREAM bids IS 'what people offer';
                INSERT INTO bids VALUES ('vase', 12), ('lamp', 7);
                """);
        assertThat(made.code()).as(made.errors()).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Said shell(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(List.of(server.url()));
        all.addAll(List.of(arguments));
        int code = new CommandLine(new SqlShell(new PrintWriter(out), new PrintWriter(errors)))
                .execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), errors.toString());
    }

    private static List<String> csv(String command) {
        Said said = shell("--format", "csv", "-e", command);
        assertThat(said.errors()).isEmpty();
        return said.out().lines().toList();
    }

    @Test
    void relationsAndSinksAreListedWithoutWhatStandsAside() {
        assertThat(csv("\\d"))
                .containsExactly(
                        "name,kind",
                        "My Items,TABLE",
                        "best,MATERIALIZED VIEW",
                        "bids,STREAM",
                        "nowhere,SINK",
                        "plain,VIEW");
        assertThat(csv("\\dS"))
                .contains("bids$errors,SIDE STREAM", "best$late,SIDE STREAM", "sys.queries,SYSTEM TABLE");
        assertThat(csv("\\d+")).contains("bids,STREAM,what people offer");
    }

    @Test
    void columnsOfARelationAreDescribed() {
        Said said = shell("-e", "\\d bids");
        assertThat(said.errors()).isEmpty();
        assertThat(said.out()).startsWith("bids\ncolumn_name | data_type | is_nullable");
        assertThat(csv("\\d \"My Items\"")).contains("id,INTEGER,NO,KEY,");
        assertThat(csv("\\d *items")).contains("id,INTEGER,NO,KEY,");
        assertThat(csv("\\dS sys.stream?").toString()).contains("watermark");
        assertThat(csv("\\d b*;")).contains("item,VARCHAR,NO,,", "price,BIGINT,YES,,");
        assertThat(shell("-e", "\\d+ best").out()).contains("CREATE MATERIALIZED VIEW best AS");
        assertThat(shell("-e", "\\d bid").errors()).contains("\"bid\" not found", "bids");
        assertThat(shell("-e", "\\d zz*").errors()).isEqualTo("ERROR: nothing is called zz*\n");
    }

    @Test
    void listsHaveWhatTheirNamesSay() {
        assertThat(csv("\\dt")).containsExactly("name,primary_key,rows", "My Items,id,0");
        assertThat(csv("\\ds")).containsExactly("name,feed,rows,watermark,status", "bids,INSERT,2,,OPEN");
        assertThat(csv("\\dv"))
                .containsExactly("name,kind,status,rows", "best,MATERIALIZED VIEW,RUNNING,2", "plain,VIEW,EXPANDED,");
        assertThat(csv("\\dk")).contains("nowhere,blackhole,RUNNING,0");
        assertThat(csv("\\dq").toString()).contains("best,RUNNING,2,2");
        assertThat(csv("\\df twice").toString()).contains("twice");
        assertThat(csv("\\df+ u?per").toString()).contains("UPPER");
        assertThat(csv("\\du")).containsExactly("name,kind,roles");
        assertThat(csv("\\dn")).contains("public", "sys");
        assertThat(csv("\\dc")).hasSize(1);
        assertThat(csv("\\dconfig batch.int*").toString()).contains("batch.interval");
        assertThat(csv("\\l")).containsExactly("name", "millrace");
        assertThat(csv("\\dt+ *items").toString()).contains("name,primary_key,rows,feed,rejected,problem", "My Items");
    }

    @Test
    void helpListsCommandsAndStatements() {
        assertThat(shell("-e", "\\?").out())
                .contains("\\watch [SECONDS]", "\\connect, \\c [URL|- [USER]]", "\\dk [PATTERN]");
        assertThat(shell("-e", "\\h create materialized view").out())
                .hasLineCount(1)
                .contains("EMIT ON WINDOW CLOSE");
        assertThat(shell("-e", "\\h drop table").out()).startsWith("DROP STREAM | TABLE");
        assertThat(shell("-e", "\\h fly").code()).isEqualTo(1);
    }

    @Test
    void everyCommandIsDocumented() throws Exception {
        String page = Files.readString(Path.of("../../docs/shell.md"));
        List<String> commands = shell("-e", "\\?")
                .out()
                .lines()
                .filter(line -> line.startsWith("  \\"))
                .flatMap(line -> Stream.of(line.substring(0, 34).strip().split(", ")))
                .map(call -> call.split(" ")[0])
                .toList();
        assertThat(commands).hasSizeGreaterThan(30);
        assertThat(commands)
                .allSatisfy(command -> assertThat(page).containsPattern("`" + Pattern.quote(command) + "[` ]"));
    }

    @Test
    void shellConnectsAgainAndElsewhere() {
        Said said = shell("-e", "SELECT 1; \\c", "-e", "\\connect - anna", "-e", "\\conninfo");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Connected to " + server.url(), "user: anna", "auto-commit: on");
        Said nowhere = shell("-e", "\\c localhost:1", "-e", "\\echo not reached");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.errors()).contains("cannot connect to localhost:1");
    }
}
