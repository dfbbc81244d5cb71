package io.millrace.connector.files.output;

import io.millrace.spi.connector.option.Options;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** When rows go to a new file: between two batches, once the file before is large or old enough. */
record OutputRolling(long size, Optional<Duration> interval, Clock clock) {

    static OutputRolling of(Options options, Clock clock) {
        return new OutputRolling(options.bytes("roll.size").orElseThrow(), options.duration("roll.interval"), clock);
    }

    long now() {
        return clock.millis();
    }

    boolean isComplete(OutputSegment segment) {
        return segment.bytes() >= size
                || interval.filter(age -> now() - segment.begun() >= age.toMillis())
                        .isPresent();
    }
}
