package io.millrace.app.script;

import java.util.List;

/** A circumstance that must not change any result. */
enum Configuration {
    PLAIN(List.of(), false, false),
    ONE_ROW_BATCHES(List.of("batch.rows=1", "partitions=1"), true, false),
    FOUR_PARTITIONS(List.of("partitions=4"), false, false),
    RESTARTS(List.of("partitions=2"), false, true);

    private final List<String> settings;
    private final boolean rowByRow;
    private final boolean restarts;

    Configuration(List<String> settings, boolean rowByRow, boolean restarts) {
        this.settings = settings;
        this.rowByRow = rowByRow;
        this.restarts = restarts;
    }

    List<String> settings() {
        return settings;
    }

    /** Whether each row of a {@code batch} is inserted by a statement of its own. */
    boolean rowByRow() {
        return rowByRow;
    }

    /** Whether the server is restarted between directives. */
    boolean restarts() {
        return restarts;
    }
}
