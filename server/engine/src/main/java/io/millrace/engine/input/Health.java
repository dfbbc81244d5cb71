package io.millrace.engine.input;

import io.millrace.engine.traffic.Traffic;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the outside system behind an input works, what it said last when it did not, and when it is tried again.
 *
 * <p>Thread-safe. A problem that repeats is written to the log at first and then once a minute.
 */
public final class Health {

    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);
    private static final long SILENT = TimeUnit.SECONDS.toNanos(5);
    private static final int TOLD_AT_ONCE = 3;
    private static final long BETWEEN_LOG_LINES = TimeUnit.MINUTES.toNanos(1);

    /**
     * What is wrong.
     *
     * @param text in the user's words
     * @param since when it began, epoch milliseconds
     */
    public record Problem(String text, long since) {}

    private final String name;
    private Problem problem;
    /** What was wrong last, and when that was said last. */
    private Problem last;

    private Map<String, String> partitionProblems = Map.of();
    private NavigableMap<String, String> gone = new TreeMap<>();
    private int failures;
    private long retryNanos;
    private long loggedNanos;
    private long unlogged;
    private long askedNanos;
    private boolean waiting;
    /** Whether reading what was found has failed since some reading succeeded. */
    private boolean reading;

    private boolean onTrial;

    private final Traffic traffic;

    /** @param bytesKnown whether what comes in is read as bytes */
    Health(String name, boolean bytesKnown) {
        this.name = name;
        this.traffic = new Traffic(bytesKnown);
    }

    /** How rows come in, and what waits. */
    public Traffic traffic() {
        return traffic;
    }

    /** Whether the pause after the last failure is over. */
    synchronized boolean mayTry() {
        return failures == 0 || System.nanoTime() - retryNanos >= 0;
    }

    /** When it is tried again, in nanoseconds from now; 0 when that may be at once. */
    public synchronized long retryIn() {
        return failures == 0 ? 0 : Math.max(0, retryNanos - System.nanoTime());
    }

    public synchronized boolean isGood() {
        return problem == null;
    }

    synchronized void asked() {
        waiting = true;
        askedNanos = System.nanoTime();
    }

    synchronized void answered() {
        waiting = false;
        if (failures > 0 && !reading) {
            recovered();
        }
    }

    /** What was found could also be read. */
    public synchronized void succeeded() {
        reading = false;
        onTrial = false;
        if (failures > 0) {
            recovered();
        }
    }

    private void recovered() {
        log.info("reading \"{}\" works again", name);
        failures = 0;
        problem = null;
    }

    /** Reading what was found has failed: it counts as bad until some reading succeeds. */
    public synchronized MillraceException readFailed(Throwable cause) {
        reading = true;
        onTrial |= cause instanceof StalledReadException;
        return failed(cause);
    }

    /** Whether the source has left a batch waiting: what it says it has is to be read apart first. */
    synchronized boolean isOnTrial() {
        return onTrial;
    }

    /** Asking the source has failed. */
    synchronized MillraceException failed(Throwable cause) {
        waiting = false;
        failures++;
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(20, failures - 1));
        retryNanos = System.nanoTime() + pause;
        MillraceException error = error(cause);
        tell(error.userMessage());
        return error;
    }

    /** The outside system reported a problem itself; empty when it is over. */
    public synchronized void report(Optional<String> text) {
        if (text.isPresent()) {
            tell(text.get());
        } else if (failures == 0) {
            problem = null;
        }
    }

    private void tell(String text) {
        last = new Problem(text, System.currentTimeMillis());
        problem = new Problem(text, problem == null ? last.since() : problem.since());
        long now = System.nanoTime();
        if (loggedNanos == 0 || now - loggedNanos >= BETWEEN_LOG_LINES) {
            log.warn("{}{}", text, unlogged == 0 ? "" : " (and " + unlogged + " times before)");
            loggedNanos = now;
            unlogged = 0;
        } else {
            unlogged++;
        }
    }

    /** A failure as users read it. */
    public MillraceException error(Throwable cause) {
        if (cause instanceof MillraceException known) {
            return known;
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new MillraceException(ErrorCode.SOURCE_FAILED, "reading \"" + name + "\" failed: " + text, cause);
    }

    /**
     * How partitions do, by name.
     *
     * @param problems what stands in the way of some; the others go on
     * @param lost what became of those whose rows cannot be read any more
     */
    synchronized void partitions(Map<String, String> problems, Map<String, String> lost) {
        partitionProblems = Map.copyOf(problems);
        gone = new TreeMap<>(lost);
        if (!problems.isEmpty()) {
            tell(firstOf(new TreeMap<>(problems).values()));
        } else if (failures == 0) {
            problem = null;
        }
    }

    /** Of many the first ones. */
    private static String firstOf(Collection<String> texts) {
        String first = texts.stream().limit(TOLD_AT_ONCE).collect(Collectors.joining("; "));
        return texts.size() <= TOLD_AT_ONCE ? first : first + "; and " + (texts.size() - TOLD_AT_ONCE) + " more";
    }

    /** A statement has found that the rows of a partition cannot be read any more. */
    synchronized void lost(String partition, String text) {
        gone.put(partition, text);
    }

    /** A statement has read a partition. */
    synchronized void read(String partition) {
        gone.remove(partition);
    }

    /** What is wrong with partitions and what became of those that are gone, by name. */
    synchronized Map<String, String> partitions() {
        Map<String, String> all = new TreeMap<>(gone);
        all.putAll(partitionProblems);
        return all;
    }

    /** What became of rows that cannot be read any more, though nothing is wrong with the outside system; empty when there are none. */
    synchronized Optional<String> gone() {
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of(gone.firstEntry().getValue()
                        + (gone.size() == 1 ? "" : "; and " + (gone.size() - 1) + " more, which sys.offsets has"));
    }

    /** What was wrong last, with the time when it was so last; also when it is over. */
    synchronized Optional<Problem> lastProblem() {
        return Optional.ofNullable(last);
    }

    /** What is wrong now, silence included. */
    public synchronized Optional<Problem> problem() {
        long silent = System.nanoTime() - askedNanos;
        if (waiting && silent > SILENT) {
            long since = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(silent);
            return Optional.of(new Problem(
                    "\"" + name + "\" has not answered for "
                            + Duration.ofNanos(silent).toSeconds() + " s",
                    since));
        }
        return Optional.ofNullable(problem);
    }
}
