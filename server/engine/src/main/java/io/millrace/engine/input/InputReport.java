package io.millrace.engine.input;

import io.millrace.engine.time.PartitionReport;
import io.millrace.engine.traffic.TrafficReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream or table as SHOW STREAMS and the sys relations show it.
 *
 * @param rows taken so far
 * @param rejected records that could not be used so far
 * @param offsets how far each partition was read, as users read it
 * @param watermark epoch milliseconds, {@code Long.MIN_VALUE} when there is none yet
 * @param delay by which the watermark is behind the greatest time, in milliseconds; empty when it is another expression
 * @param idleTimeout after which a silent partition does not count; zero means never
 * @param partitionProblems what is wrong with partitions, and what became of those whose rows cannot be read any more
 * @param gone what became of rows that cannot be read any more, in short
 * @param problem the newest failure of the outside system, and since when there are some, while it lasts
 * @param suspended whether somebody stopped it
 * @param traffic how rows come in
 * @param lastProblem the newest failure of the outside system and when it was reported last, also when it is over
 */
public record InputReport(
        String name,
        long rows,
        long rejected,
        Map<String, String> offsets,
        long watermark,
        boolean exhausted,
        boolean hasWatermark,
        List<PartitionReport> partitions,
        OptionalLong delay,
        Duration idleTimeout,
        Map<String, String> partitionProblems,
        Optional<String> gone,
        Optional<Health.Problem> problem,
        boolean suspended,
        TrafficReport traffic,
        Optional<Health.Problem> lastProblem) {}
