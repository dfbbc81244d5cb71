package io.millrace.spi.connector;

/**
 * What a sink can take, and what it promises.
 *
 * @param append whether rows can be added
 * @param upsertByKey whether a row can replace the one with the same key, so that writing it again changes nothing
 * @param delete whether rows can be taken back
 * @param transactional whether the rows of a batch and its number are stored together or not at all
 */
public record SinkCapabilities(boolean append, boolean upsertByKey, boolean delete, boolean transactional) {

    /** Rows can be added, and may be added again after a failure. */
    public static final SinkCapabilities APPEND = new SinkCapabilities(true, false, false, false);

    /** Whether the sink can follow a query whose rows change. */
    public boolean takesChanges() {
        return delete || upsertByKey;
    }

    /** What users can rely on when a batch is delivered again after a failure. */
    public String guarantee() {
        if (transactional) {
            return "exactly once";
        }
        return upsertByKey ? "at least once, by key: a row that is written again changes nothing" : "at least once";
    }
}
