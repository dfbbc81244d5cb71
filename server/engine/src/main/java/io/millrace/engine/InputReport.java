package io.millrace.engine;

import java.util.Map;
import java.util.Optional;

/**
 * A stream or table as SHOW STREAMS and the sys relations show it.
 *
 * @param rows taken so far
 * @param rejected records that could not be used so far
 * @param offsets by partition
 * @param watermark epoch milliseconds, {@code Long.MIN_VALUE} when there is none yet
 * @param problem the newest failure of the outside system, while it lasts
 */
public record InputReport(
        String name,
        long rows,
        long rejected,
        Map<String, Long> offsets,
        long watermark,
        boolean exhausted,
        Optional<String> problem) {}
