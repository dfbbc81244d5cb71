package io.millrace.session;

import io.millrace.catalog.RelationName;
import java.util.Map;

/**
 * Rows that a client sends as the records of a format.
 *
 * @param format its name, such as {@code json}; a JSON text may be an array of records
 * @param options of the format
 * @param bytes all records; they stay as they are
 */
public record SentRows(String format, Map<String, String> options, byte[] bytes) {

    /** The table of the server in which the keys of rows are that were sent with one. */
    public static final String KEYS = "millrace_ingest";

    /** The same as statements name it, whatever schema a session is in. */
    public static final String TABLE_OF_KEYS = RelationName.PUBLIC + "." + KEYS;

    /**
     * What became of them.
     *
     * @param rows how many are there
     * @param refused how many are not, each for itself
     */
    public record Taken(long rows, long refused) {}

    public SentRows {
        options = Map.copyOf(options);
    }

    /** Whether a relation, as its name is written, is the table of the keys. */
    public static boolean isTableOfKeys(String relation) {
        return RelationName.parse(relation).equals(RelationName.of(KEYS));
    }
}
