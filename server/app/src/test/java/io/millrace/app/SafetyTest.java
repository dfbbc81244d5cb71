package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the first administrator comes into a server. */
@Timeout(120)
class SafetyTest {

    @TempDir
    Path directory;

    private Settings settings() {
        return Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString());
    }

    private int add(String password, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            String[] all = new String[arguments.length + 4];
            all[0] = "user";
            all[1] = "add";
            System.arraycopy(arguments, 0, all, 2, arguments.length);
            all[arguments.length + 2] = "--data-dir";
            all[arguments.length + 3] = directory.resolve("data").toString();
            return Main.execute(all);
        } finally {
            System.setIn(before);
        }
    }

    private static String grants(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                ResultSet result = connection.createStatement().executeQuery("SHOW GRANTS")) {
            StringBuilder text = new StringBuilder();
            while (result.next()) {
                text.append(result.getString(1))
                        .append(' ')
                        .append(result.getString(2))
                        .append('\n');
            }
            return text.toString();
        }
    }

    @Test
    void userIsAddedToADirectoryThatNoServerUses() throws Exception {
        assertThat(add("it's", "root")).isZero();
        assertThat(add("", "nobody")).isNotZero();
        assertThat(add("x", "second")).isZero();
        assertThat(add("y", "third", "--admin")).isZero();
        try (MillraceServer server = MillraceServer.start(settings())) {
            assertThat(grants(server.url(), "root", "it's")).isEqualTo("root ADMIN\nthird ADMIN\n");
            assertThat(grants(server.url(), "second", "x")).isEmpty();
            assertThat(add("z", "fourth")).isNotZero();
        }
    }

    @Test
    void passwordOfTheEnvironmentMakesTheFirstAdministratorOnly() throws Exception {
        Offline.run(settings(), directory, service -> {
            Safety.addAdministrator(service, Optional.empty());
            assertThat(service.isOpen()).isTrue();
            Safety.addAdministrator(service, Optional.of("first"));
            assertThat(service.isOpen()).isFalse();
            Safety.addAdministrator(service, Optional.of("second"));
        });
        try (MillraceServer server = MillraceServer.start(settings())) {
            assertThat(grants(server.url(), "admin", "first")).isEqualTo("admin ADMIN\n");
            assertThatThrownBy(() -> grants(server.url(), "admin", "second")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void certificateAndKeyAreGivenTogether() {
        assertThatThrownBy(() -> MillraceServer.start(settings().with(Setting.TLS_KEY, "server.key")))
                .hasMessageContaining("given together or not at all");
        assertThatThrownBy(() -> MillraceServer.start(
                        settings().with(Setting.TLS_KEY, "no.key").with(Setting.TLS_CERTIFICATE, "no.pem")))
                .hasMessageContaining("no.key does not exist");
    }
}
