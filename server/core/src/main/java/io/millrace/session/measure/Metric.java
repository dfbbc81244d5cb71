package io.millrace.session.measure;

import java.util.List;

/** Every figure of the server, declared once. */
public enum Metric {
    BATCHES_ROWS("batch_rows_total", Kind.COUNTER, "rows that batches took from sources and inserts"),
    BATCHES_DURATION(
            "batch_duration_seconds",
            Kind.HISTOGRAM,
            "how long the steps of batches took: plan, execute, commit, publish",
            "step"),
    BATCHES_WRITTEN("batch_written_bytes_total", Kind.COUNTER, "bytes of batches that were written to the journal"),
    BATCH_NUMBER("batch_number", Kind.GAUGE, "number of the newest batch"),
    BATCH_TIME("batch_timestamp_seconds", Kind.GAUGE, "time of the newest batch, in seconds since 1970"),
    INPUT_ROWS("input_rows_total", Kind.COUNTER, "rows that streams and tables took", "relation"),
    INPUT_REJECTED("input_rejected_rows_total", Kind.COUNTER, "records that could not be used", "relation"),
    INPUT_FAILING("input_failing", Kind.GAUGE, "1 while something is wrong with the source, else 0", "relation"),
    INPUT_LAG_ROWS("input_lag_rows", Kind.GAUGE, "rows that a source has and no batch has taken", "relation"),
    INPUT_LAG_BYTES("input_lag_bytes", Kind.GAUGE, "bytes that a source has and no batch has taken", "relation"),
    INPUT_BEHIND(
            "input_behind_seconds",
            Kind.GAUGE,
            "for how long a source has had something that no batch has taken",
            "relation"),
    INPUT_LAST_ROW(
            "input_last_row_timestamp_seconds",
            Kind.GAUGE,
            "when a batch took rows last, in seconds since 1970",
            "relation"),
    INPUT_WATERMARK("input_watermark_seconds", Kind.GAUGE, "watermark of a stream, in seconds since 1970", "relation"),
    INPUT_WATERMARK_LAG(
            "input_watermark_lag_seconds",
            Kind.GAUGE,
            "how far the watermark of a stream is behind the clock",
            "relation"),
    RELATION_ROWS(
            "relation_rows", Kind.GAUGE, "rows that are kept of a stream, table or materialized view", "relation"),
    QUERY_STATUS("query_status", Kind.GAUGE, "1 for the status that a query has", "query", "output", "status"),
    QUERY_ROWS_IN("query_rows_in_total", Kind.COUNTER, "rows that a query read", "query", "output"),
    QUERY_ROWS_OUT("query_rows_out_total", Kind.COUNTER, "changes that a query gave", "query", "output"),
    QUERY_LATE("query_late_rows_total", Kind.COUNTER, "rows that a query refused as late", "query", "output"),
    QUERY_FAILED(
            "query_failed_rows_total", Kind.COUNTER, "rows whose expressions failed in a query", "query", "output"),
    QUERY_WATERMARK_LAG(
            "query_watermark_lag_seconds",
            Kind.GAUGE,
            "how far the watermark of a query is behind the clock",
            "query",
            "output"),
    QUERY_STATE_ROWS("query_state_rows", Kind.GAUGE, "rows that the operators of a query remember", "query", "output"),
    QUERY_STATE_BYTES(
            "query_state_bytes", Kind.GAUGE, "bytes of what the operators of a query remember", "query", "output"),
    QUERY_MEMORY("query_memory_bytes", Kind.GAUGE, "memory that is held for a query", "query", "output"),
    QUERY_MEMORY_LIMIT(
            "query_memory_limit_bytes", Kind.GAUGE, "memory that may be held for a query", "query", "output"),
    SUBSCRIPTIONS("subscriptions", Kind.GAUGE, "SELECT STREAM statements that clients follow"),
    SINK_STATUS("sink_status", Kind.GAUGE, "1 for the status that a sink has", "sink", "status"),
    SINK_DELIVERED("sink_delivered_rows_total", Kind.COUNTER, "rows that a sink has taken", "sink"),
    SINK_SKIPPED("sink_skipped_rows_total", Kind.COUNTER, "rows that were given up by SKIP BATCH", "sink"),
    SINK_LAG_BATCHES("sink_lag_batches", Kind.GAUGE, "batches that wait for a sink", "sink"),
    SINK_LAG_ROWS("sink_lag_rows", Kind.GAUGE, "rows that wait for a sink", "sink"),
    SINK_LAG_BYTES("sink_lag_bytes", Kind.GAUGE, "bytes of the rows that wait for a sink", "sink"),
    SINK_LAG("sink_lag_seconds", Kind.GAUGE, "age of the oldest batch that waits for a sink", "sink"),
    JOURNAL_BYTES("journal_bytes", Kind.GAUGE, "bytes that the journal takes up on the disk"),
    JOURNAL_UNSYNCED("journal_unsynced_bytes", Kind.GAUGE, "bytes of records that are not on the disk yet"),
    JOURNAL_FSYNCS("journal_fsyncs_total", Kind.COUNTER, "fsyncs of the journal"),
    JOURNAL_FSYNC_TIME("journal_fsync_seconds_total", Kind.COUNTER, "how long all fsyncs of the journal took together"),
    JOURNAL_FSYNC_RECENT(
            "journal_fsync_recent_seconds",
            Kind.GAUGE,
            "what half (0.5) and 99 of 100 (0.99) of the last 1,024 fsyncs did not exceed",
            "quantile"),
    JOURNAL_RESERVE("journal_reserve_held", Kind.GAUGE, "1 while the reserve for a full disk is there, else 0"),
    CHECKPOINT_DURATION("checkpoint_duration_seconds", Kind.HISTOGRAM, "how long checkpoints took"),
    CHECKPOINT_TIME(
            "checkpoint_timestamp_seconds", Kind.GAUGE, "when the last checkpoint was taken, in seconds since 1970"),
    CHECKPOINT_WRITTEN("checkpoint_written_bytes", Kind.GAUGE, "bytes that the last checkpoint wrote"),
    CHECKPOINT_STATE("checkpoint_state_bytes", Kind.GAUGE, "bytes of all files of the last checkpoint"),
    CHECKPOINT_STALL("checkpoint_stall_seconds", Kind.GAUGE, "how long batches waited for the last checkpoint"),
    MEMORY("memory_bytes", Kind.GAUGE, "memory that queries, statements, kept rows and requests hold", "holder"),
    MEMORY_LIMIT("memory_limit_bytes", Kind.GAUGE, "memory that all of them may hold together"),
    SESSIONS("sessions", Kind.GAUGE, "open sessions"),
    STATEMENTS_RUNNING("statements_running", Kind.GAUGE, "statements that run or hold an open result"),
    STATEMENTS_DURATION(
            "statement_duration_seconds",
            Kind.HISTOGRAM,
            "how long statements took until they were done or their first rows could be fetched"),
    STATEMENTS_FAILED("statement_failures_total", Kind.COUNTER, "errors that statements ended with", "code");

    /** How figures of a metric go on. */
    public enum Kind {
        /** Only grows while the server runs. */
        COUNTER,
        GAUGE,
        /** Counts durations, in seconds. */
        HISTOGRAM
    }

    /** Before the name of each. */
    public static final String PREFIX = "millrace_";

    private final String name;
    private final Kind kind;
    private final String help;
    private final List<String> labels;

    Metric(String name, Kind kind, String help, String... labels) {
        this.name = name;
        this.kind = kind;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** As those who watch the server know it. */
    public String fullName() {
        return PREFIX + name;
    }

    public Kind kind() {
        return kind;
    }

    public String help() {
        return help;
    }

    /** What its figures are told apart by. */
    public List<String> labels() {
        return labels;
    }
}
