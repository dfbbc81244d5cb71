package io.millrace.jdbc;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL of the form {@code jdbc:millrace://host[:port][/][?key=value&…]}. */
final class ConnectUrl {

    static final String PREFIX = "jdbc:millrace:";
    static final int DEFAULT_PORT = 8765;

    /** Tells the server which properties the URL names, with commas between. */
    static final String URL_PROPERTIES = "url_properties";

    private static final Pattern FORM =
            Pattern.compile("jdbc:millrace://(\\[[^\\]/?]+]|[^:/?#\\[\\]]*)(?::([0-9]{1,5}))?/?(?:\\?(.*))?");

    private final String url;
    private final String host;
    private final int port;
    private final String query;

    private ConnectUrl(String url, String host, int port, String query) {
        this.url = url;
        this.host = host;
        this.port = port;
        this.query = query;
    }

    static ConnectUrl parse(String url) throws SQLException {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new SQLException(
                    "\"" + url + "\" is not of the form jdbc:millrace://host[:port][/][?key=value&...]", "08001");
        }
        int port = matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65_535) {
            throw new SQLException("there is no port " + port, "08001");
        }
        String host = matcher.group(1).isEmpty() ? "localhost" : matcher.group(1);
        return new ConnectUrl(url, host, port, matcher.group(3));
    }

    String url() {
        return url;
    }

    String address() {
        return host + ":" + port;
    }

    /** @param tls whether connections are encrypted, as the property has it; null for not */
    URI http(String tls) {
        return URI.create((Boolean.parseBoolean(tls) ? "https://" : "http://") + address() + "/");
    }

    /**
     * The given properties and those of the URL, which come second. The server is told which of them the URL names: somebody has written
     * those for it, whereas pools and mappers give a driver what is meant for others, too.
     */
    Properties properties(Properties given) {
        Properties properties = new Properties();
        Map<String, String> own = parameters();
        own.forEach(properties::setProperty);
        for (String name : given.stringPropertyNames()) {
            properties.setProperty(name, given.getProperty(name));
        }
        properties.setProperty(URL_PROPERTIES, String.join(",", own.keySet()));
        return properties;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    parameters.putIfAbsent(
                            decode(equals < 0 ? pair : pair.substring(0, equals)),
                            equals < 0 ? "true" : decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
