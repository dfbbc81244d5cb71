package io.millrace.session.outside;

import io.millrace.catalog.RelationName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Options as a statement gives them.
 *
 * @param texts those that are written, by name in lower case
 * @param secrets those that are the value of a secret
 * @param connection whose options count, too
 */
public record GivenOptions(
        Map<String, String> texts, Map<String, RelationName> secrets, Optional<RelationName> connection) {

    public GivenOptions {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    /** The connection and the secrets that they name. */
    public Set<RelationName> names() {
        Set<RelationName> names = new TreeSet<>(secrets.values());
        connection.ifPresent(names::add);
        return names;
    }
}
