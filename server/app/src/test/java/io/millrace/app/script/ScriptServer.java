package io.millrace.app.script;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The server of one script, with one session, which may be restarted between two directives without anybody noticing. */
final class ScriptServer implements AutoCloseable {

    private static final int RESTART_EVERY = Integer.getInteger("restart.every", 6);

    private static final String[] PARTITIONS = {"2", "3", "1", "4"};

    private final Settings settings;
    private final Random random;
    private final List<String> sessionStatements = new ArrayList<>();
    private final boolean restarts;
    private boolean inTransaction;
    private int starts;
    private MillraceServer server;
    private Connection connection;

    ScriptServer(Script script, Configuration configuration, Path directory) throws SQLException {
        settings = Settings.parse(configuration.settings())
                .with(Setting.PORT, "0")
                .with(Setting.DURABILITY, "none") // nobody cuts the power during a script
                .with(Setting.DATA_DIR, directory.resolve("data").toString());
        random = new Random(script.file().toString().hashCode());
        restarts = configuration.restarts();
        start();
    }

    /** With another number of partitions each time, when it is started again and again. */
    private void start() throws SQLException {
        server = MillraceServer.start(
                restarts ? settings.with(Setting.PARTITIONS, PARTITIONS[starts++ % PARTITIONS.length]) : settings);
        connection = DriverManager.getConnection(server.url());
        for (String sql : sessionStatements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    Connection connection() {
        return connection;
    }

    /** Notes what belongs to the session, so that the next one has it too. */
    void executed(String sql) {
        noteTransaction(sql);
        String begin = sql.strip().toUpperCase(Locale.ROOT);
        if (!begin.startsWith("SET CLOCK") && (begin.startsWith("SET ") || begin.startsWith("RESET"))) {
            sessionStatements.add(sql);
        }
    }

    /** Takes down whether a transaction is open now, which no restart outlives. */
    private void noteTransaction(String sql) {
        for (String statement : sql.strip().toUpperCase(Locale.ROOT).split(";\\s*")) {
            if (statement.startsWith("BEGIN") || statement.startsWith("START TRANSACTION")) {
                inTransaction = true;
            } else if (statement.startsWith("COMMIT") || statement.startsWith("ROLLBACK")) {
                inTransaction = false;
            }
        }
    }

    /** Restarts, about at every sixth opportunity; {@code -Drestart.every=2} at every second. */
    void maybeRestart() throws SQLException {
        if (restarts && !inTransaction && random.nextInt(RESTART_EVERY) == 0) {
            close();
            start();
        }
    }

    @Override
    public void close() throws SQLException {
        try (MillraceServer closing = server) {
            connection.close();
        }
    }
}
