package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.RelationName;
import io.millrace.engine.driver.Restart;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.History;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions that are executed again with the plans that they were written down with. */
class StoredPlansTest {

    @TempDir
    Path directory;

    private static DefinitionText written(TestServer server, String view) {
        return server.service().definitions().current().texts().get(RelationName.of(view));
    }

    private static DefinitionText of(String text, DefinitionText planned) {
        return new DefinitionText(text, Map.of()).with(planned.planBytes());
    }

    @Test
    void planDecidesWhatADefinitionIs() {
        try (TestServer server = new TestServer(directory)) {
            server.run("CREATE STREAM s (a INT)");
            for (String kind : List.of("MATERIALIZED VIEW", "VIEW", "STREAM")) {
                String name = kind.replace(' ', '_');
                server.run("CREATE " + kind + " " + name + " AS SELECT a + 1 AS b FROM s");
                DefinitionText planned = written(server, name);
                String text = "CREATE " + kind + " again_" + name + " AS SELECT a + 2 AS c FROM s";
                server.service().define(of(text, planned));
                assertThat(server.rows("SELECT COUNT(b) FROM again_" + name)).hasSize(1);
                assertThat(written(server, "again_" + name).plan()).isEqualTo(planned.plan());
            }
            server.run("INSERT INTO s VALUES (10)");
            assertThat(server.rows("SELECT b FROM again_MATERIALIZED_VIEW")).isEqualTo(List.of(List.of(11)));
        }
    }

    @Test
    void functionOfAUserKeepsItsMeaningThoughTheServerHasOneOfThatNameByNow() {
        try (TestServer server = new TestServer(directory)) {
            Restart restart = server.service().driver().restart();
            restart.begin(true);
            for (String text : List.of(
                    "CREATE FUNCTION random(n INT) RETURNS INT AS n + 1",
                    "CREATE FUNCTION date_add(d DATE, n INT) RETURNS DATE AS d")) {
                server.service().define(new DefinitionText(text, Map.of()));
            }
            restart.end(History.NONE);
            assertThat(server.rows("SELECT random(5), CAST(date_add(DATE '2024-01-01', 1) AS VARCHAR)"))
                    .isEqualTo(List.of(List.of(6, "2024-01-01")));
            assertThatThrownBy(() -> server.run("CREATE FUNCTION date_sub(n INT) RETURNS INT AS n"))
                    .hasMessageContaining("the server has a function date_sub itself");
        }
    }

    @Test
    void planThatCannotBeReadIsMadeAnew() {
        try (TestServer server = new TestServer(directory)) {
            server.run("CREATE STREAM s (a INT)");
            server.service()
                    .define(new DefinitionText("CREATE MATERIALIZED VIEW v AS SELECT a + 2 AS c FROM s", Map.of())
                            .with(new byte[] {1, 2, 3}));
            server.run("INSERT INTO s VALUES (10)");
            assertThat(server.rows("SELECT c FROM v")).isEqualTo(List.of(List.of(12)));
            assertThat(written(server, "v").plan().remaining()).isGreaterThan(3);
        }
    }
}
