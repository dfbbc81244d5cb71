package io.millrace.sqllogictest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfiles=REGEX} runs other scripts than the sample, {@code -Dqueries=} and {@code -Dviews=} more of each. */
class SqlLogicTest {

    private static final int QUERIES = Integer.getInteger("queries", 400);
    private static final int VIEWS = Integer.getInteger("views", 40);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> queriesGiveTheRowsOfSqlite() throws IOException {
        String files = System.getProperty("files");
        List<String> scripts = files == null ? Scripts.sample() : Scripts.matching(files);
        return scripts.stream().map(script -> DynamicTest.dynamicTest(script, () -> run(script)));
    }

    private void run(String script) throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve(script).toString())
                .with(Setting.DURABILITY, "none")
                .with(Setting.PORT, "0");
        try (MillraceServer server = MillraceServer.start(settings)) {
            Tally tally = new ScriptRun(server.url(), QUERIES, VIEWS).run(script);
            System.out.println(script + ": " + tally);
            assertThat(tally.wrong()).isEmpty();
            assertThat(tally.answers() > 0 || !tally.asked() || script.startsWith(Scripts.OF_STATEMENTS))
                    .as("some query is answered: %s", tally)
                    .isTrue();
        }
    }
}
