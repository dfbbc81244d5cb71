package io.millrace.connector.files.output;

import io.millrace.spi.connector.option.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When rows go to a new file: between two batches, once the file before is large or old enough. */
record OutputRolling(long size, Optional<Duration> interval, Clock clock) {

    /** How old files get that nobody can read before they are ended. */
    private static final Duration LONGEST_OPEN = Duration.ofMinutes(1);

    /** @param hidden whether files can only be read once they are ended, so that each has to be at some time */
    static OutputRolling of(Options options, boolean hidden, Clock clock) {
        Optional<Duration> interval = options.duration("roll.interval");
        return new OutputRolling(
                options.bytes("roll.size").orElseThrow(),
                hidden ? interval.or(() -> Optional.of(LONGEST_OPEN)) : interval,
                clock);
    }

    long now() {
        return clock.millis();
    }

    boolean isComplete(OutputSegment segment) {
        return segment.bytes() >= size
                || interval.filter(age -> now() - segment.begun() >= age.toMillis())
                        .isPresent();
    }

    /** How long it takes until the first of some files is old enough; empty when there are none. */
    Optional<Duration> untilComplete(List<OutputSegment> segments) {
        return interval.flatMap(age -> segments.stream()
                .map(segment -> age.minusMillis(now() - segment.begun()))
                .min(Duration::compareTo)
                .map(left -> left.isNegative() ? Duration.ZERO : left));
    }
}
