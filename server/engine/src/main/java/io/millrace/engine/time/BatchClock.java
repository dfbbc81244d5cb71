package io.millrace.engine.time;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The time of batches: that of the machine, or one that stands still until it is moved. It never goes back.
 *
 * <p>Changed by the driver's thread, read by any. Intervals, such as idle time-outs, are measured in {@link #nanos}, which stand
 * still and jump with the time.
 */
public final class BatchClock {

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock machine;
    private volatile Reading reading = new Reading(false, 0, 0, 0, System.nanoTime());

    /**
     * How to tell the time.
     *
     * @param manual whether time stands at {@code millis}
     * @param ahead how far time is ahead of the machine's clock, when it runs
     * @param nanos at {@code since}, a value of {@link System#nanoTime}
     */
    private record Reading(boolean manual, long millis, long ahead, long nanos, long since) {}

    public BatchClock(Clock machine) {
        this.machine = machine;
    }

    public boolean manual() {
        return reading.manual();
    }

    /** Epoch milliseconds. */
    public long millis() {
        Reading now = reading;
        return now.manual() ? now.millis() : machine.millis() + now.ahead();
    }

    /** The time as SQL writes timestamps. */
    public String text() {
        return TEXT.format(Instant.ofEpochMilli(millis()));
    }

    /** Nanoseconds since some moment, to be compared with others of this clock. */
    public long nanos() {
        Reading now = reading;
        return now.manual() ? now.nanos() : now.nanos() + System.nanoTime() - now.since();
    }

    /** Lets time stand still. */
    public void hold() {
        if (!manual()) {
            reading = new Reading(true, millis(), 0, nanos(), 0);
        }
    }

    /** Lets time run on, from the machine's clock or, when it is ahead of that, from where it stands. */
    public void release() {
        Reading now = reading;
        if (now.manual()) {
            long ahead = Math.max(0, now.millis() - machine.millis());
            reading = new Reading(false, 0, ahead, now.nanos(), System.nanoTime());
        }
    }

    /** Moves time that stands still; to an earlier time only while none was ever given out. */
    public void moveTo(long millis) {
        Reading now = reading;
        long passed = Math.max(0, millis - now.millis());
        reading = new Reading(true, millis, 0, now.nanos() + passed * 1_000_000, 0);
    }

    /** Where time stands, for a checkpoint. */
    public Consumer<Encoder> cut() {
        Reading now = reading;
        long nanos = nanos();
        return out -> {
            out.putBoolean(now.manual());
            out.putSigned(now.millis());
            out.putSigned(now.ahead());
            out.putSigned(nanos);
        };
    }

    /** Goes on from where {@link #cut} has found it; while the server was away only the machine's clock has gone on. */
    public void restore(Decoder in) {
        reading = new Reading(in.takeBoolean(), in.takeSigned(), in.takeSigned(), in.takeSigned(), System.nanoTime());
    }
}
