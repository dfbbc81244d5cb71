package io.millrace.app.crash;

import io.millrace.app.sink.JdbcPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server as a process on a data directory, which ends when somebody kills it. */
final class KilledServer implements JdbcPeer {

    private static final String LAUNCHER = System.getProperty(
            "crash.launcher",
            Path.of("../../bin/millrace").toAbsolutePath().normalize().toString());
    private static final String READY = "Millrace ready at ";
    private static final Pattern BATCH = Pattern.compile("\\s+batch (\\d+) of .*");
    private static final int SECONDS_TO_START = 120;

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> url = new CompletableFuture<>();

    private KilledServer(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::readOutput, "output of the server");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a server in a directory; it is not ready yet. */
    static KilledServer launch(Path directory) throws IOException {
        return launch(directory, 0);
    }

    /** @param port to listen on; 0 for any */
    static KilledServer launch(Path directory, int port) throws IOException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        LAUNCHER,
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--data-dir",
                        "data",
                        "--set",
                        "durability=fsync",
                        "--set",
                        "stream.retention=200 MiB",
                        "--set",
                        "sink.backlog.batches=16"))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MILLRACE_OPTS", "-Xmx768m -XX:TieredStopAtLevel=1");
        return new KilledServer(builder.start(), log);
    }

    /** What the journal in a directory, of which no server runs, says of batches whose numbers do not follow on each other. */
    static List<String> gapsInBatches(Path directory) throws IOException {
        Process inspection = new ProcessBuilder(LAUNCHER, "journal", "inspect", "data")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        List<String> gaps = new ArrayList<>();
        long before = -1;
        try (BufferedReader output = inspection.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher batch = BATCH.matcher(line);
                if (batch.matches()) {
                    long number = Long.parseLong(batch.group(1));
                    if (before >= 0 && number != before + 1) {
                        gaps.add(number + " after " + before);
                    }
                    before = number;
                }
            }
        }
        if (before < 0) {
            gaps.add("there is no batch");
        }
        return gaps;
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    url.complete(line.substring(line.indexOf("jdbc:")));
                }
            }
            url.completeExceptionally(new IOException("the server has ended before it was ready"));
        } catch (IOException e) {
            url.completeExceptionally(e);
        }
    }

    /** Waits until clients are let in. */
    void awaitReady() throws IOException, InterruptedException {
        try {
            url.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the server did not start: " + tail(), e);
        }
    }

    /** Waits, and tells whether the server was ready then. */
    boolean isReadyAfter(long millis) throws InterruptedException {
        try {
            url.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url.join());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** What {@code kill} does; the answer is how the server ended. */
    int terminate() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server does not end: " + tail());
        }
        return process.exitValue();
    }

    /** How the server ended by itself. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** The last lines of the log of all servers in the directory. */
    String tail() throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 6_000));
    }
}
