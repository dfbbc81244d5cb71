package io.millrace.cli.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that leads to a server.
 *
 * @param text as JDBC has it
 */
public record ServerUrl(String text) {

    private static final String PREFIX = "jdbc:millrace://";
    private static final String PORT = ":8765";
    private static final Pattern WITH_PORT = Pattern.compile(".*:[0-9]+");
    private static final String LOCAL = "localhost";

    /** @param given a URL of JDBC, or only host and port */
    public static ServerUrl of(String given) {
        return new ServerUrl(given.startsWith("jdbc:") ? given : PREFIX + given);
    }

    /** The URL without what may be secret. */
    public String address() {
        int end = text.indexOf('?');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The user that it names. */
    public Optional<String> user() {
        return parameter("user");
    }

    /** Whether it holds a password, so that none need be asked for. */
    public boolean hasPassword() {
        return parameter("password").isPresent();
    }

    /** Whether both lead to the same port of the same host. */
    boolean isSameServer(ServerUrl other) {
        return place().equals(other.place());
    }

    private String place() {
        String place = address().replace(PREFIX, "").replace("/", "").toLowerCase(Locale.ROOT);
        String whole = WITH_PORT.matcher(place).matches() ? place : place + PORT;
        return whole.startsWith(":") ? LOCAL + whole : whole;
    }

    private Optional<String> parameter(String name) {
        Matcher found =
                Pattern.compile("[?&]" + Pattern.quote(name) + "=([^&]*)").matcher(text);
        return found.find() ? Optional.of(URLDecoder.decode(found.group(1), StandardCharsets.UTF_8)) : Optional.empty();
    }
}
