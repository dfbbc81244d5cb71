package io.millrace.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server as a process of its own, with little memory. */
final class SmallServer implements AutoCloseable {

    private static final Path LAUNCHER =
            Path.of("../../bin/millrace").toAbsolutePath().normalize();
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Process process;
    private final BufferedReader output;
    private final Path errors;
    private final String url;

    private SmallServer(Process process, BufferedReader output, Path errors, String url) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        this.url = url;
    }

    /** Starts a server. */
    static SmallServer start(Path directory, String heap, String... settings) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(LAUNCHER.toString(), "server", "--port", "0", "--data-dir", "data"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Path errors = directory.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
        builder.environment().put("MILLRACE_OPTS", "-Xmx" + heap);
        Process process = builder.start();
        BufferedReader output = process.inputReader();
        String ready = output.readLine();
        assertThat(ready).startsWith("Millrace ready at ");
        return new SmallServer(process, output, errors, ready.substring(ready.indexOf("jdbc:")));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void run(String script) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void assertAlive() throws IOException {
        assertThat(process.isAlive()).as("the server has ended: %s", log()).isTrue();
    }

    /** What the server has complained about. */
    String log() throws IOException {
        String log = Files.readString(errors);
        return log.substring(Math.max(0, log.length() - 4_000));
    }

    /** The bytes of all live objects, after a full collection. */
    long liveBytes() throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        histogram.waitFor();
        Matcher total = TOTAL.matcher(text);
        assertThat(total.find()).as(text).isTrue();
        return Long.parseLong(total.group(1));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        output.close();
    }
}
