package io.millrace.engine.history;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement that has changed what is defined, as it is executed again.
 *
 * @param text of the statement
 * @param settings of the session that were not left at their defaults, by key
 */
public record DefinitionText(String text, Map<String, String> settings) {

    public DefinitionText {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
