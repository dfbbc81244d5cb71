package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution and its launcher, as a user starts them. */
class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("../../bin/millrace").toAbsolutePath().normalize();

    private static final Path DISTRIBUTION =
            Path.of("target/millrace").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    private record Ended(int code, String output, String errors) {}

    private Process start(Path launcher, String... arguments) throws IOException {
        return start(Map.of(), launcher, arguments);
    }

    private Process start(Map<String, String> environment, Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(temporary.resolve("errors").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        Process process = start(LAUNCHER, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String errors = Files.readAllLines(temporary.resolve("errors")).stream()
                .filter(line -> !line.startsWith("Millrace is recovering: "))
                .collect(Collectors.joining("\n"));
        return new Ended(process.exitValue(), output, errors);
    }

    private static void assertOneLine(Ended ended, String... texts) {
        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).hasSize(1);
        assertThat(ended.errors()).startsWith("millrace: ").contains(texts);
    }

    @Test
    void versionAndHelpArePrinted() throws Exception {
        assertThat(run("--version").output()).startsWith("Millrace ");
        assertThat(run("--help").output()).contains("server", "demo", "sql", "bench");
    }

    @Test
    void formOfTheLogIsTextOrJson() throws Exception {
        Process process = start(Map.of("MILLRACE_LOG", "xml"), LAUNCHER, "--version");
        assertThat(process.waitFor()).isOne();
        assertThat(temporary.resolve("errors")).hasContent("millrace: MILLRACE_LOG is text or json, not xml");
        assertThat(start(Map.of("MILLRACE_LOG", "json"), LAUNCHER, "--version").waitFor())
                .isZero();
    }

    @Test
    void classesOfTheServerComeFromTheArchiveOfTheBuild() throws Exception {
        assertThat(loaded(LAUNCHER)).contains("io.millrace.app.Main source: shared objects file (top)");
    }

    @Test
    void archiveThatDoesNotFitIsLeftAloneWithoutAWord() throws Exception {
        Path copy = KilledCopy.of(DISTRIBUTION, temporary.resolve("copy"));
        assertThat(copy.resolve("millrace.jsa")).exists();
        Path launcher = copy.resolve("bin").resolve("millrace");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        assertThat(loaded(launcher)).contains("io.millrace.app.Main source: file:");
        Process process = start(launcher, "--version");
        assertThat(process.inputReader().lines()).hasSize(1).first().asString().startsWith("Millrace ");
        assertThat(process.waitFor()).isZero();
        assertThat(temporary.resolve("errors")).isEmptyFile();
    }

    /** What the JVM says of where it has classes from. */
    private String loaded(Path launcher) throws Exception {
        Process process = start(Map.of("MILLRACE_OPTS", "-Xlog:class+load"), launcher, "--version");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void serverIsReachedByTheShellAndEndsInGoodOrder() throws Exception {
        Path script = Files.writeString(
                temporary.resolve("init.sql"),
                "CREATE STREAM s (a INT);\n" + "INSERT INTO s VALUES (40), (2);\nSELECT * FROM s;\n");
        Process server = start(LAUNCHER, "server", "--port", "0", "--data-dir", "data", "--init", script.toString());
        try (BufferedReader output = server.inputReader()) {
            String ready = output.readLine();
            assertThat(ready).matches("Millrace ready at jdbc:millrace://localhost:\\d+");
            String url = ready.substring(ready.indexOf("jdbc:"));
            Ended shell = run("sql", url, "-e", "SELECT SUM(a) AS answer FROM s");
            assertThat(shell.code()).isZero();
            assertThat(shell.output()).contains("answer", "42");
            assertOneLine(run("server", "--port", "0", "--data-dir", "data"), "is used by another server");
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(temporary.resolve("errors"))).doesNotContain("Exception");
    }

    @Test
    void whatKeepsAServerFromStartingIsSaidInOneLine() throws Exception {
        assertOneLine(run("server", "--set", "batch.intervall=1"), "did you mean 'batch.interval'?");
        assertOneLine(run("server", "--set", "partitions=many"), "'many'");
        Path file = Files.createFile(temporary.resolve("file"));
        assertOneLine(run("server", "--data-dir", file.toString()), "cannot be written");
        assertOneLine(run("server", "--data-dir", "data", "--init", "none.sql"), "none.sql does not exist");
        Path script =
                Files.writeString(temporary.resolve("bad.sql"), "CREATE STREAM s (a INT);\n\nSELECT prise FROM s;\n");
        assertOneLine(
                run("server", "--port", "0", "--data-dir", "data", "--init", script.toString()), "bad.sql: line 3:8:");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertOneLine(run("server", "--data-dir", "other", "--port", port), "port " + port, "in use");
        }
    }

    @Test
    void scriptThatFailedGoesOnWhereItFailed() throws Exception {
        Path script = temporary.resolve("init.sql");
        String first = "SET backfill = none;\nCREATE STREAM s (a INT);\nINSERT INTO s VALUES (40), (2);\n";
        Files.writeString(script, first + "CREATE VIEW v AS SELECT b FROM s;\n");
        String[] start = {"server", "--port", "0", "--data-dir", "data", "--init", script.toString()};
        assertOneLine(run(start), "init.sql: line 4:25:");
        Files.writeString(script, first.replace("40", "41") + "CREATE VIEW v AS SELECT a FROM s;\n");
        assertOneLine(run(start), "init.sql", "the first 3 statements", "is not what it was");
        Files.writeString(
                script, first + "CREATE VIEW v AS SELECT SUM(a) AS answer FROM s;\nINSERT INTO s VALUES (58);\n");
        for (int i = 0; i < 2; i++) {
            Process server = start(LAUNCHER, start);
            try (BufferedReader output = server.inputReader()) {
                String ready = output.readLine();
                assertThat(run("sql", ready.substring(ready.indexOf("jdbc:")), "-e", "SELECT answer FROM v")
                                .output())
                        .contains("100");
            } finally {
                server.destroy();
                assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void demoPrintsItsResultsOnceAlsoThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), LAUNCHER);
        Path home = Files.createDirectory(temporary.resolve("tmp"));
        Process demo = start(Map.of("MILLRACE_OPTS", "-Djava.io.tmpdir=" + home), link, "demo", "--once");
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isZero();
        assertThat(output.lines().filter(line -> line.contains(" CA "))).hasSize(90);
        assertThat(output.lines()
                        .filter(line -> line.matches("2001-\\d\\d-\\d\\d \\d.*\\s[A-Z]{3}\\s+[A-Z]{3}\\s+\\d+")))
                .hasSize(23);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void demoOfNexmarkPrintsItsResults() throws Exception {
        Ended demo = run("demo", "nexmark", "--once");
        assertThat(demo.code()).isZero();
        assertThat(demo.output().lines().filter(line -> line.matches("2015-07-1\\d .*\\s99\\d{6}")))
                .hasSize(10);
    }

    @Test
    void unknownDemoNamesTheKnownOnes() throws Exception {
        assertOneLine(run("demo", "fligths"), "there is no demo fligths", "flights, nexmark");
    }
}
