package io.millrace.endpoint.open;

import io.millrace.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.BuiltInConnectionProperty;

/** The connection properties that are the driver's own affair; all others are settings of the session. */
final class ClientProperties {

    /** In which our driver tells the names that the URL has. */
    private static final String URL_PROPERTIES = "url_properties";

    /** With which our driver says that it takes several results of a text. */
    private static final String EVERY_RESULT = "every_result";

    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(BuiltInConnectionProperty.values()).map(BuiltInConnectionProperty::camelName),
                    Stream.of("driver", "tls", "token", "avatica.statement.retries", EVERY_RESULT))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private ClientProperties() {}

    static boolean takesEveryResult(Map<String, String> properties) {
        return Boolean.parseBoolean(properties.get(EVERY_RESULT));
    }

    /**
     * Leaves what a session is to take. A name that is no setting stays only if somebody wrote it into a URL: it is told of as an error
     * then. Pools and mappers give drivers what is meant for others, too, such as {@code autocommit}.
     */
    static void removeFrom(Map<String, String> properties) {
        String schema = properties.get("schema");
        Set<String> inUrl = Set.copyOf(List.of(Objects.requireNonNullElse(properties.remove(URL_PROPERTIES), "")
                .split(",")));
        properties
                .keySet()
                .removeIf(name -> NAMES.contains(name.toLowerCase(Locale.ROOT))
                        || (!inUrl.contains(name) && Setting.find(name).isEmpty()));
        if (schema != null) {
            properties.put("schema", schema);
        }
    }
}
