package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.session.system.FunctionList;
import io.millrace.session.system.FunctionList.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SHOW FUNCTIONS and docs/functions.md say of functions is so; {@code -Dgolden=rewrite} writes the document anew. */
class FunctionsTest {

    private static final Path DOCUMENT = Path.of("../../docs/functions.md");

    @Test
    void examplesGiveWhatTheySay(@TempDir Path directory) throws SQLException {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> given = new LinkedHashMap<>();
        try (MillraceServer server = MillraceServer.start(Settings.defaults()
                        .with("data.dir", directory.toString())
                        .with("port", "0"));
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (Entry entry : FunctionList.entries()) {
                expected.put(entry.example(), entry.result());
                given.put(entry.example(), value(statement, entry.example()));
            }
            try (ResultSet shown = statement.executeQuery("SHOW FUNCTIONS LIKE 'UPPER'")) {
                assertThat(shown.next()).isTrue();
                assertThat(shown.getString("signature")).isEqualTo("UPPER(text)");
            }
        }
        assertThat(given).isEqualTo(expected);
    }

    private static String value(Statement statement, String example) {
        try (ResultSet result = statement.executeQuery(example.startsWith("SELECT ") ? example : "SELECT " + example)) {
            result.next();
            return String.valueOf(result.getString(1)).replace("null", "NULL");
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    @Test
    void documentIsTheList() throws IOException {
        StringBuilder text = new StringBuilder("# Functions\n\nWhat `SHOW FUNCTIONS` lists.\n");
        String group = "";
        for (Entry entry : FunctionList.entries()) {
            if (!entry.group().equals(group)) {
                group = entry.group();
                text.append("\n## ").append(group).append("\n\n| function | gives | example | result |\n");
                text.append("| --- | --- | --- | --- |\n");
            }
            text.append("| `").append(cell(entry.signature())).append("` | ").append(cell(entry.description()));
            text.append(" | `")
                    .append(cell(entry.example()))
                    .append("` | ")
                    .append(cell(entry.result()))
                    .append(" |\n");
        }
        if ("rewrite".equals(System.getProperty("golden"))) {
            Files.writeString(DOCUMENT, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(DOCUMENT));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
