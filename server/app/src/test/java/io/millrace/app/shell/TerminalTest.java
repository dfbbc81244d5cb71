package io.millrace.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, who works with a server from the first prompt to its restart. */
class TerminalTest {

    private static final String CTRL_C = "\u0003";
    private static final String PROMPT = "millrace> ";

    @TempDir
    Path directory;

    private MillraceServer start(String port) {
        return MillraceServer.start(Settings.defaults()
                .with(Setting.PORT, port)
                .with(Setting.DATA_DIR, directory.resolve("data").toString()));
    }

    private static void run(MillraceServer server, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Map<String, String> environment() throws Exception {
        Path editor = Files.writeString(
                directory.resolve("editor.sh"),
                "#!/bin/sh\necho \"SELECT 'edited', price FROM bids WHERE price = 7;\" > \"$1\"\n");
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        return Map.of("EDITOR", editor.toString(), "PAGER", "sed s/^/paged:/");
    }

    @Test
    void personWorksAtATerminal() throws Exception {
        assumeTrue(PseudoTerminal.isPossible());
        MillraceServer server = start("0");
        try {
            run(
                    server,
                    "CREATE STREAM bids (item VARCHAR, price BIGINT)",
                    "INSERT INTO bids VALUES ('vase', 12), ('lamp', 7)",
                    "CREATE STREAM many (n BIGINT)",
                    "INSERT INTO many SELECT n FROM UNNEST(GENERATE_SERIES(1, 4000)) AS t (n)");
            try (PseudoTerminal terminal = new PseudoTerminal(directory, environment(), server.url())) {
                terminal.await(PROMPT);
                completes(terminal);
                printsAsItIsTold(terminal);
                ctrlCStopsWhatRuns(terminal);
                progressIsShownAndCancelled(terminal);
                server.close();
                server = start(Integer.toString(
                        URI.create(server.url().substring("jdbc:".length())).getPort()));
                terminal.type("SELECT 1;\r");
                terminal.await("ERROR 08003: the server does not know the connection");
                terminal.await("The statement was not run.");
                terminal.await(PROMPT);
                terminal.type("SELECT 'after' || ' the restart';\r");
                terminal.await("after the restart");
                terminal.await(PROMPT);
                terminal.type("\\q\r");
                assertThat(terminal.end()).isZero();
            }
        } finally {
            server.close();
        }
    }

    private static void completes(PseudoTerminal terminal) throws Exception {
        terminal.type("sel\t* FROM bi\tb\rWHERE b.pr\t> 10;\r");
        String shown = terminal.await("(1 row");
        assertThat(shown).contains("        > ").contains("vase").contains("\u001b[");
        terminal.await(PROMPT);
        terminal.type("\\tim\toff\r");
        terminal.await("timing: off");
        terminal.await(PROMPT);
    }

    private static void printsAsItIsTold(PseudoTerminal terminal) throws Exception {
        terminal.type("SELECT item FROM bids WHERE price = 7 \\gx\r");
        terminal.await("-[ 1 ]");
        terminal.await("item | lamp");
        terminal.await(PROMPT);
        terminal.type("SELECT n FROM many ORDER BY n;\r");
        terminal.await("paged:4000");
        terminal.await(PROMPT);
        terminal.type("\\e\r");
        terminal.await("edited");
        terminal.await("(1 row)");
        terminal.await(PROMPT);
    }

    private static void ctrlCStopsWhatRuns(PseudoTerminal terminal) throws Exception {
        terminal.type("SELECT COUNT(*) AS bids FROM bids \\watch 0.2\r");
        terminal.await("(1 row)");
        terminal.await("(1 row)");
        terminal.type(CTRL_C);
        terminal.await(PROMPT);
        terminal.type("SELECT STREAM item FROM bids;\r");
        terminal.await("lamp");
        terminal.type(CTRL_C);
        terminal.await(PROMPT);
    }

    private static void progressIsShownAndCancelled(PseudoTerminal terminal) throws Exception {
        terminal.type("CREATE MATERIALIZED VIEW heavy AS SELECT COUNT(*) AS c FROM many,"
                + " UNNEST(GENERATE_SERIES(1, 1000000)) AS t (k) WHERE MOD(n * k, 7) = 8;\r");
        terminal.await("heavy: ");
        terminal.await("rows/s; Ctrl-C cancels");
        terminal.type(CTRL_C);
        terminal.await("cancelled");
        terminal.await(PROMPT);
        terminal.type("\\dv\r");
        terminal.await("(0 rows)");
        terminal.await(PROMPT);
    }
}
