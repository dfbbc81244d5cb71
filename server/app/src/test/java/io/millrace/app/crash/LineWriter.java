package io.millrace.app.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Lets a file grow, whether the server runs or not; pieces end in the middle of lines. */
final class LineWriter implements AutoCloseable {

    private final Path file;
    private final Random random;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile IOException failure;
    private long written;
    private String rest = "";

    LineWriter(Path file, Random random) throws IOException {
        this.file = Files.createFile(file);
        this.random = random;
        this.thread = new Thread(this::run, "lines");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                write();
                Thread.sleep(random.nextInt(40));
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes a file of many lines at once. */
    static void writeOld(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 100_000; n++) {
            text.append("{\"n\": ")
                    .append(n)
                    .append(", \"k\": ")
                    .append(n % Schema.KEYS)
                    .append("}\n");
        }
        Files.writeString(file, text);
    }

    private synchronized void write() throws IOException {
        StringBuilder text = new StringBuilder(rest);
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append("{\"n\": ")
                    .append(written)
                    .append(", \"k\": ")
                    .append(written % Schema.KEYS)
                    .append("}\n");
            written++;
        }
        int end = text.length() - random.nextInt(20);
        append(text.substring(0, end));
        rest = text.substring(end);
    }

    private void append(String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    /** Ends the last line; the answer is how many there are then. */
    synchronized long complete() throws IOException {
        append(rest);
        rest = "";
        return written;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopping = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}
