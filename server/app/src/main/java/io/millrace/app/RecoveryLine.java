package io.millrace.app;

import io.millrace.session.RecoveryProgress;
import io.millrace.session.ScriptProgress;
import io.millrace.session.ScriptTraces;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a server does that is not ready yet, in a line: for clients that ask, and once a second for the error output while it changes. Also
 * the place where a start is broken off. Thread-safe.
 */
final class RecoveryLine implements RecoveryProgress, AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);
    private static final String RECOVERING = "Millrace is recovering: ";

    private final CountDownLatch closed = new CountDownLatch(1);
    /** Made into words only when somebody asks. */
    private volatile Supplier<String> text = () -> RECOVERING + "reading journal and checkpoints";

    private volatile boolean broken;

    RecoveryLine() {
        Thread printer = new Thread(this::print, "recovery line");
        printer.setDaemon(true);
        printer.start();
    }

    private void print() {
        try {
            String told = "";
            while (!closed.await(BETWEEN_LINES.toNanos(), TimeUnit.NANOSECONDS)) {
                String now = text.get();
                if (!now.equals(told) && now.startsWith(RECOVERING)) {
                    System.err.println(now);
                }
                told = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it does now. */
    String text() {
        return text.get();
    }

    @Override
    public void at(Step step, long done, long all) {
        checkWanted();
        text = () -> RECOVERING + step.text(done, all);
    }

    /** A script is run from now on. */
    void runs(Path script) {
        checkWanted();
        text = () -> "Millrace is starting: " + script.getFileName() + " is run";
    }

    /** The same progress of a script, which ends between two statements when the start is broken off. */
    ScriptProgress watching(ScriptProgress script) {
        return new ScriptProgress() {
            @Override
            public boolean begun() {
                return script.begun();
            }

            @Override
            public ScriptTraces traces() {
                return script.traces();
            }

            @Override
            public void begins() {
                script.begins();
            }

            @Override
            public boolean hasRun(String statement) {
                checkWanted();
                return script.hasRun(statement);
            }

            @Override
            public void ran(String statement, boolean noted) {
                script.ran(statement, noted);
                checkWanted();
            }
        };
    }

    /** Lets the start end at the next piece of work. */
    void breakOff() {
        broken = true;
    }

    boolean isBrokenOff() {
        return broken;
    }

    /** @throws MillraceException SERVER_STOPPING when nobody wants the server any more */
    void checkWanted() {
        if (broken) {
            throw brokenOff();
        }
    }

    static MillraceException brokenOff() {
        return new MillraceException(
                ErrorCode.SERVER_STOPPING, "the start was broken off; the next one begins where this one did");
    }

    /** Nothing is told any more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
