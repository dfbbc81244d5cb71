package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.Answers;
import io.millrace.app.directory.KilledCopy;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is killed after a statement of its script has done its work and before that is noted in the data directory. */
class InitScriptTest {

    private static final List<String> STEPS = List.of(
            "CREATE STREAM s (n BIGINT)",
            "CREATE TABLE t (k INT PRIMARY KEY, v INT)",
            "CREATE TABLE gone (a INT)",
            "INSERT INTO s VALUES (1), (2)",
            "INSERT INTO S SELECT n * 10 FROM s",
            "CREATE MATERIALIZED VIEW total AS SELECT SUM(n) AS total FROM s",
            "INSERT INTO t VALUES (1, 10), (2, 20)",
            "UPDATE t SET v = v + 1",
            "INSERT INTO t VALUES (1, 100) ON CONFLICT (k) DO UPDATE SET v = t.v + excluded.v",
            "DELETE FROM t WHERE v < 30",
            "DROP TABLE gone",
            "BEGIN;\nCREATE TABLE more (a INT);\nINSERT INTO t VALUES (3, 30);\nINSERT INTO more SELECT v FROM t;\nUPDATE t SET v = v * 2;\nINSERT INTO t VALUES (4, 40);\nCOMMIT",
            "ALTER MATERIALIZED VIEW total SUSPEND",
            "INSERT INTO s VALUES (5)",
            "COMMENT ON TABLE t IS 'twice?'",
            "INSERT INTO s VALUES (6)");

    private static final List<String> QUESTIONS = List.of(
            "SELECT n, COUNT(*) FROM s GROUP BY n",
            "SELECT k, v FROM t",
            "SELECT name, status FROM sys.views",
            "SELECT name FROM sys.tables");

    @TempDir
    Path directory;

    private static InitScript script(List<String> steps) {
        return new InitScript(Path.of("init.sql"), String.join(";\n", steps) + ";\n");
    }

    private static MillraceServer start(Path data, List<String> steps) {
        Settings settings = Settings.defaults().with(Setting.PORT, "0").with(Setting.DATA_DIR, data.toString());
        return MillraceServer.start(settings, data, List.of(script(steps)));
    }

    /** What a server says at the end of the script. */
    private static String answers(Path data) throws Exception {
        try (MillraceServer server = start(data, STEPS);
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            List<String> answers = new ArrayList<>();
            for (String question : QUESTIONS) {
                answers.addAll(Answers.rows(statement, question));
            }
            return String.join("\n", answers);
        }
    }

    private static void forgetTheEnd(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replace("finished=true", "finished=false"));
    }

    @Test
    void everyStatementIsRunOnceWhereverTheServerIsKilled() throws Exception {
        String expected = answers(directory.resolve("whole"));
        assertThat(expected).contains("10 | 1", "20 | 1", "1 | 222", "3 | 60", "4 | 40", "5 | 1", "6 | 1");
        for (int done = 1; done < STEPS.size(); done++) {
            Path data = directory.resolve("of-" + done);
            Path before = directory.resolve("before-" + done);
            Path after = directory.resolve("after-" + done);
            try (MillraceServer server = start(data, STEPS.subList(0, done));
                    Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                KilledCopy.of(data, before);
                statement.execute(STEPS.get(done));
                KilledCopy.of(data, after);
            }
            forgetTheEnd(before.resolve("init-script"));
            forgetTheEnd(after.resolve("init-script"));
            assertThat(answers(before)).as("killed before " + STEPS.get(done)).isEqualTo(expected);
            assertThat(answers(after)).as("killed after " + STEPS.get(done)).isEqualTo(expected);
        }
    }
}
