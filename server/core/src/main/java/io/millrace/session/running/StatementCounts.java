package io.millrace.session.running;

import io.millrace.engine.measure.DurationHistogram;
import io.millrace.spi.error.ErrorCode;
import java.util.EnumMap;
import java.util.Map;

/** How many statements were run since the start of the server, how long they took, and what went wrong. Thread-safe. */
public final class StatementCounts {

    private final DurationHistogram durations = new DurationHistogram();
    private final Map<ErrorCode, Long> failures = new EnumMap<>(ErrorCode.class);

    /** @param nanos until the statement was done, or its first rows could be fetched */
    public void ran(long nanos) {
        durations.add(nanos);
    }

    public synchronized void failed(ErrorCode code) {
        failures.merge(code, 1L, Long::sum);
    }

    public DurationHistogram.Durations durations() {
        return durations.now();
    }

    /** By what was wrong. */
    public synchronized Map<ErrorCode, Long> failures() {
        return new EnumMap<>(failures);
    }
}
