package io.millrace.endpoint.open;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.BuiltInConnectionProperty;

/** The connection properties that are the driver's own affair; all others are settings of the session. */
final class ClientProperties {

    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(BuiltInConnectionProperty.values()).map(BuiltInConnectionProperty::camelName),
                    Stream.of("driver", "avatica.statement.retries"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private ClientProperties() {}

    static void removeFrom(Map<String, String> properties) {
        String schema = properties.get("schema");
        properties.keySet().removeIf(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)));
        if (schema != null) {
            properties.put("schema", schema);
        }
    }
}
