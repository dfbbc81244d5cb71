package io.millrace.session.statement.show;

import io.millrace.catalog.Feed;
import io.millrace.catalog.StreamRelation;
import io.millrace.engine.input.Health;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.time.PartitionReport;
import io.millrace.engine.traffic.TrafficReport;
import io.millrace.session.rows.RowList;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream with a watermark, and how its partitions stand: what EXPLAIN WATERMARK says about it. */
record TimedStream(StreamRelation stream, InputReport input) {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MILLI_OF_SECOND, 0, 3, true)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A derived stream that declares a watermark of its own. */
    static TimedStream derived(StreamRelation stream, QueryReport report) {
        List<PartitionReport> partitions = report.watermark() == Long.MIN_VALUE
                ? List.of()
                : List.of(new PartitionReport("", report.watermark(), PartitionReport.Status.ACTIVE, -1));
        return new TimedStream(
                stream,
                new InputReport(
                        stream.name().toString(),
                        report.rowsOut(),
                        report.failedRows(),
                        Map.of(),
                        report.watermark(),
                        false,
                        true,
                        partitions,
                        OptionalLong.empty(),
                        Duration.ZERO,
                        Map.of(),
                        Optional.empty(),
                        report.failure().map(text -> new Health.Problem(text, 0)),
                        false,
                        TrafficReport.NONE,
                        Optional.empty()));
    }

    static Long shown(long time) {
        return time == Long.MIN_VALUE || time == Long.MAX_VALUE ? null : (Long) time;
    }

    /** Whether queries wait for it. */
    boolean counts() {
        return !input.exhausted()
                && (input.watermark() == Long.MIN_VALUE
                        || input.partitions().stream().anyMatch(PartitionReport::counts));
    }

    /** Whether it has had no rows yet. */
    boolean isUnseen() {
        return !input.exhausted() && input.watermark() == Long.MIN_VALUE;
    }

    private String status() {
        if (input.exhausted()) {
            return "ENDED";
        }
        return input.partitions().isEmpty() ? "NO ROWS" : counts() ? "ACTIVE" : "IDLE";
    }

    /** Adds what has to happen here until the watermark reaches {@code next}; nothing if that is so or others are waited for. */
    void conditions(long next, List<String> conditions) {
        if (!counts() || input.watermark() >= next) {
            return;
        }
        if (input.partitions().isEmpty()) {
            conditions.add(row(next) + " in \"" + input.name() + "\", which has had no rows yet");
            return;
        }
        for (PartitionReport partition : input.partitions()) {
            if (holds(partition, next)) {
                conditions.add(condition(partition, next) + place(partition));
            }
        }
    }

    private static boolean holds(PartitionReport partition, long next) {
        return partition.counts() && partition.watermark() < next;
    }

    private String place(PartitionReport partition) {
        return " in " + (partition.name().isEmpty() ? "" : "partition \"" + partition.name() + "\" of ") + "\""
                + input.name() + "\"";
    }

    private String condition(PartitionReport partition, long next) {
        if (partition.status() == PartitionReport.Status.UNREAD) {
            return "rows being read that wait";
        }
        return row(next) + (silenceHelps(partition, next) ? ", or " + text(input.idleTimeout()) + " of silence" : "");
    }

    /** Whether time would move far enough if a partition fell silent. */
    private boolean silenceHelps(PartitionReport silent, long next) {
        return input.idleTimeout().toMillis() > 0
                && input.partitions().stream()
                        .anyMatch(other -> !other.name().equals(silent.name()) && other.watermark() >= next);
    }

    private String row(long next) {
        String column = stream.rowType()
                .field(stream.watermark().orElseThrow().column())
                .name();
        return input.delay().isPresent()
                ? "a row with " + column + " >= TIMESTAMP '"
                        + text(next + input.delay().getAsLong()) + "'"
                : "a row that brings the watermark to TIMESTAMP '" + text(next) + "'";
    }

    private static String text(long time) {
        return TIME.format(Instant.ofEpochMilli(time));
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    /**
     * Adds a row for the stream and one for each partition.
     *
     * @param next the watermark that is waited for; greatest when none is
     * @param least the watermark of what holds the query back
     */
    void addTo(RowList rows, long next, long least, long now) {
        List<String> conditions = new ArrayList<>();
        if (next != Long.MAX_VALUE && input.partitions().isEmpty()) {
            conditions(next, conditions);
        }
        rows.add(
                input.name(),
                null,
                shown(input.watermark()),
                status(),
                null,
                counts() && input.watermark() == least,
                null,
                conditions.isEmpty() ? null : String.join("; and ", conditions));
        for (PartitionReport partition : input.partitions()) {
            boolean waited = next != Long.MAX_VALUE && holds(partition, next);
            rows.add(
                    input.name(),
                    partition.name().isEmpty() ? (stream.feed() == Feed.INSERT ? "INSERT" : "query") : partition.name(),
                    shown(partition.watermark()),
                    partition.status().name(),
                    partition.silentMillis() < 0 ? null : (Long) (now - partition.silentMillis()),
                    partition.counts() && input.watermark() == least && partition.watermark() <= least,
                    null,
                    waited ? condition(partition, next) : null);
        }
    }
}
