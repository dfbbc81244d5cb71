package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client gives the driver beside the URL: settings count, and what is meant for others does no harm. */
class ConnectionPropertiesTest {

    @TempDir
    Path directory;

    private MillraceServer server;

    @BeforeEach
    void start() {
        server = MillraceServer.start(
                Settings.defaults().with("data.dir", directory.toString()).with("port", "0"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String timeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW SETTINGS")) {
            while (rows.next()) {
                if (rows.getString(1).equals("statement.timeout")) {
                    return rows.getString(2);
                }
            }
            return null;
        }
    }

    @Test
    void settingsCountAndWhatIsMeantForOthersIsIgnored() throws SQLException {
        Properties given = new Properties();
        given.setProperty("autocommit", "false");
        given.setProperty("hibernate.dialect", "any");
        given.setProperty("statement.timeout", "7 s");
        try (Connection connection = DriverManager.getConnection(server.url(), given)) {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(timeout(connection)).isEqualTo("7 s");
        }
    }

    @Test
    void whatSomebodyHasWrittenIntoTheUrlMustBeKnown() {
        assertThatThrownBy(() -> DriverManager.getConnection(server.url() + "?statement.timeot=7%20s"))
                .hasMessage("unknown setting 'statement.timeot'; did you mean 'statement.timeout'?");
    }

    @Test
    void aPropertyHoldsBeforeTheUrl() throws SQLException {
        Properties given = new Properties();
        given.setProperty("statement.timeout", "7 s");
        String url = server.url() + "?statement.timeout=8%20s";
        try (Connection connection = DriverManager.getConnection(url, given)) {
            assertThat(timeout(connection)).isEqualTo("7 s");
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(timeout(connection)).isEqualTo("8 s");
        }
    }

    @Test
    void aValueThatASettingCannotHaveIsAnError() {
        Properties given = new Properties();
        given.setProperty("statement.timeout", "soon");
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), given))
                .hasMessageContaining("statement.timeout");
    }
}
