package io.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server as a process of its own, with the JVM options of this one, and one JDBC connection to it. */
final class ServerProcess implements AutoCloseable {

    private static final String MAIN = "io.millrace.app.Main";
    private static final String READY = "Millrace ready at ";
    private static final long LOOK_NANOS = 20_000_000;

    private final Process process;
    private final String url;
    private final Connection connection;

    private ServerProcess(Process process, String url) throws SQLException {
        this.process = process;
        this.url = url;
        this.connection = connect();
    }

    /**
     * Starts a server; returns when clients are let in.
     *
     * @param settings each {@code key=value}
     */
    static ServerProcess start(Path dataDirectory, String heap, List<String> settings)
            throws IOException, SQLException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") && !option.startsWith("-Xm") || option.startsWith("-D"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "server", "--port", "0"));
        command.addAll(List.of("--data-dir", dataDirectory.toString()));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new ServerProcess(process, awaitReady(process));
        } catch (IOException | SQLException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String awaitReady(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(line.indexOf("jdbc:"));
            }
        }
        throw new IOException("the server ended before it was ready");
    }

    /** Another connection, which the caller closes. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
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

    /** Waits until sinks have all that their queries have given. */
    void awaitDelivery() throws SQLException {
        while (number("SELECT COALESCE(SUM(lag_batches), 0) FROM sys.sinks") > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What the process has used of processors. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws SQLException {
        process.destroyForcibly();
        connection.close();
    }
}
