package io.millrace.app.shell;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The shell as a process of its own before a terminal of 24 lines and 100 columns, which the command {@code script} makes. */
final class PseudoTerminal implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    /** Up to where the screen has been looked at. */
    private int seen;

    PseudoTerminal(Path home, Map<String, String> environment, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.cli.SqlShell"));
        words.addAll(List.of(arguments));
        Path start = Files.writeString(home.resolve("start.sh"), """
                stty rows 24 cols 100
                heard=
                # where the tests run in the background, Ctrl-C would be ignored by all that they start
                env --default-signal=INT true 2>/dev/null && heard='env --default-signal=INT'
                exec $heard '%s'
                """.formatted(String.join("' '", words)));
        // exec leaves no shell behind that Ctrl-C reaches too, and that then ends with 130 whatever ours ends with
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qfec", "exec sh " + start, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().putAll(environment);
        process = builder.start();
        Thread reader = new Thread(this::read, "screen");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether this system can make terminals. */
    static boolean isPossible() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "script")));
    }

    private void read() {
        byte[] bytes = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                synchronized (screen) {
                    screen.write(bytes, 0, count);
                    screen.notifyAll();
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until a text is shown behind all that was awaited before; gives what came up to its end. */
    String await(String text) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        synchronized (screen) {
            while (true) {
                String shown = screen.toString(StandardCharsets.UTF_8);
                int at = shown.indexOf(text, seen);
                if (at >= 0) {
                    String part = shown.substring(seen, at + text.length());
                    seen = at + text.length();
                    return part;
                }
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("\"" + text + "\" is not shown behind: " + shown.substring(seen));
                }
                screen.wait(left);
            }
        }
    }

    /** What the shell ended with. */
    int end() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the shell goes on");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
