package io.millrace.app.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.app.operators.Verdict.Outcome;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.test.SqlOperatorFixture;
import org.apache.calcite.test.SqlOperatorTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calcite's tests of its operators, over JDBC. Each answer has to be Calcite's, but for those that {@code exceptions.txt} lists with the
 * reason; what is listed has to be asked, and to differ.
 *
 * <p>{@code -Dgolden=rewrite} puts what differs now into the list, below its known reasons.
 */
@Tag("slow")
class CalciteOperatorsTest extends SqlOperatorTest {

    /** Ends the names of tests that stop a clock which is not the server's, so that the hour of the day decides what is right. */
    private static final String OF_ANOTHER_CLOCK = "FixedTime";

    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final Set<String> run = new HashSet<>();
    private final ListedExceptions exceptions = ListedExceptions.read();
    private MillraceServer server;
    private Connection connection;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Settings settings = Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data").toString())
                .with(Setting.DURABILITY, "none")
                .with(Setting.PORT, "0");
        server = MillraceServer.start(settings);
        connection = DriverManager.getConnection(server.url(), "operators", "");
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        server.close();
        System.out.println("answers of Calcite's operator tests: " + counts);
        if (ListedExceptions.REWRITES) {
            exceptions.write();
        } else {
            assertThat(exceptions.notAsked(run)).as("listed, and not asked").isEmpty();
        }
    }

    @Override
    protected SqlOperatorFixture fixture() {
        return new OperatorQuestions(connection, verdicts);
    }

    @AfterEach
    void answersAreThoseOfCalciteOrListed(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        if (name.endsWith(OF_ANOTHER_CLOCK)) {
            verdicts.clear();
            return;
        }
        verdicts.forEach(verdict -> counts.merge(exceptions.judged(name, verdict), 1, Integer::sum));
        run.add(name);
        List<String> surprises = exceptions.surprises(name, verdicts);
        verdicts.clear();
        assertThat(surprises).isEmpty();
    }
}
