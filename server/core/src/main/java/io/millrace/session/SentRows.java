package io.millrace.session;

import java.util.Map;

/**
 * Rows that a client sends as the records of a format.
 *
 * @param format its name, such as {@code json}; a JSON text may be an array of records
 * @param options of the format
 * @param bytes all records; they stay as they are
 */
public record SentRows(String format, Map<String, String> options, byte[] bytes) {

    public SentRows {
        options = Map.copyOf(options);
    }
}
