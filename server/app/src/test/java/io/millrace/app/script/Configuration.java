package io.millrace.app.script;

import java.util.List;

/** A circumstance that must not change any result. */
enum Configuration {
    PLAIN(List.of(), false),
    ONE_ROW_BATCHES(List.of("batch.rows=1", "partitions=1"), true),
    FOUR_PARTITIONS(List.of("partitions=4"), false);

    private final List<String> settings;
    private final boolean rowByRow;

    Configuration(List<String> settings, boolean rowByRow) {
        this.settings = settings;
        this.rowByRow = rowByRow;
    }

    List<String> settings() {
        return settings;
    }

    /** Whether each row of a {@code batch} is inserted by a statement of its own. */
    boolean rowByRow() {
        return rowByRow;
    }
}
