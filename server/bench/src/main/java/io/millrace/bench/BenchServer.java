package io.millrace.bench;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.session.durable.DataFiles;
import io.millrace.session.local.LocalSqlService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A server in this process with one JDBC connection to it. It keeps nothing, unless the setting {@code data.dir} is given: then it has a
 * journal and checkpoints in a directory of its own below that one, which is deleted at the end.
 */
final class BenchServer implements AutoCloseable {

    private final LocalSqlService service;
    private final HttpEndpoint endpoint;
    private final Connection connection;
    private final Optional<Path> directory;
    private final Optional<DataFiles> files;

    /** @param given settings of the server, each {@code key=value} */
    BenchServer(List<String> given) throws SQLException {
        Settings settings = Settings.parse(given);
        service =
                LocalSqlService.create(settings, Clock.systemUTC(), Path.of("").toAbsolutePath());
        directory = settings.isGiven(Setting.DATA_DIR)
                ? Optional.of(Path.of(settings.text(Setting.DATA_DIR))
                        .resolve("bench-" + ProcessHandle.current().pid()))
                : Optional.empty();
        files = directory.map(own -> DataFiles.open(own, settings));
        files.ifPresent(durable -> service.recover(durable, (step, done, all) -> {}));
        LocalSqlService.warmUp().join(); // what comes next is measured
        endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0));
        connection = connect();
    }

    Connection connection() {
        return connection;
    }

    /** Another connection, which the caller closes. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:millrace://localhost:" + endpoint.port());
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The single number that a query gives. */
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        endpoint.close();
        service.close();
        files.ifPresent(DataFiles::close);
        if (directory.isPresent()) {
            Directories.delete(directory.get());
        }
    }
}
