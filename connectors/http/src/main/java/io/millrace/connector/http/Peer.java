package io.millrace.connector.http;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.connector.reach.NetworkReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom requests go to, and what they say of who asks. What is secret of it is in no message.
 *
 * @param headers that each request has, by name
 * @param timeout for an answer as a whole
 */
record Peer(URI url, Map<String, String> headers, Duration timeout, NetworkReach reach) {

    private static final String URL = "url";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";
    private static final String HEADERS = "headers.";
    private static final String TIMEOUT = "timeout";

    /** Those that are the client's own business. */
    private static final List<String> RESERVED =
            List.of("connection", "content-length", "content-type", "expect", "host", "idempotency-key", "upgrade");

    private static final int LAST_GOOD = 299;
    private static final int MOST_CHECKED = 1 << 10;

    /** What says where the other system is and who asks there. */
    static final List<Option> SHARED = List.of(
            Option.required(URL, Kind.STRING, "the address, such as 'https://example.com/rows'"),
            Option.optional(USER, Kind.STRING, "the name to log in with, by Basic authentication"),
            Option.optional(PASSWORD, Kind.SECRET, "the password to log in with"),
            Option.optional(TOKEN, Kind.SECRET, "instead of a name and a password, a token (Authorization: Bearer)"));

    /** All options of whom requests go to. */
    static List<Option> declared() {
        List<Option> options = new ArrayList<>(SHARED);
        options.add(Option.prefix(HEADERS, Kind.SECRET, "further headers, such as headers.\"x-api-key\" = SECRET key"));
        options.add(Option.withDefault(TIMEOUT, Kind.DURATION, "30 s", "how long an answer may take as a whole"));
        return options;
    }

    static Peer of(Options options) {
        String address = options.string(URL).orElseThrow();
        URI url = url(address);
        Map<String, String> headers = new TreeMap<>();
        options.withPrefix(HEADERS).forEach((name, value) -> headers.put(checkedName(name), checkedValue(name, value)));
        authorization(options).ifPresent(value -> headers.put("authorization", value));
        Duration timeout = options.duration(TIMEOUT).orElse(Duration.ofSeconds(10));
        if (timeout.isZero()) {
            throw invalid("option '" + TIMEOUT + "' is 0, but must be a time to wait");
        }
        return new Peer(url, headers, timeout, options.reach().network());
    }

    private static URI url(String address) {
        try {
            URI url = URI.create(address);
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // refused below, without what may be a password in it
        }
        throw invalid(
                "option '" + URL + "' is '" + address.replaceAll("//[^/]*@", "//…@")
                        + "', but must be an address such as 'https://example.com/rows'; names and passwords have options of their own");
    }

    private static String checkedName(String name) {
        if (!name.matches("[a-z0-9!#$%&'*+.^_`|~-]+") || RESERVED.contains(name)) {
            throw invalid("option '" + HEADERS + name + "' names no header that can be given");
        }
        return name;
    }

    private static String checkedValue(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= '~')) {
            throw invalid("option '" + HEADERS + name + "' has characters that a header cannot have");
        }
        return value;
    }

    private static Optional<String> authorization(Options options) {
        Optional<String> token = options.string(TOKEN);
        Optional<String> user = options.string(USER);
        if (token.isPresent() && user.isPresent()) {
            throw invalid("option '" + TOKEN + "' and option '" + USER + "' both say who asks; give one of them");
        }
        return token.map(value -> "Bearer " + checkedValue(TOKEN, value))
                .or(() -> user.map(name -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (name + ":" + options.string(PASSWORD).orElse(""))
                                                .getBytes(StandardCharsets.UTF_8))));
    }

    static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.OPTION_INVALID, text);
    }

    /** Asks once, and tells what came. */
    static String check(Options options) {
        Peer peer = of(options);
        try (Requests requests = new Requests()) {
            HttpResponse<byte[]> answer = requests.send(peer, peer.request(), MOST_CHECKED, false);
            if (answer.statusCode() > LAST_GOOD) {
                throw new MillraceException(ErrorCode.SOURCE_FAILED, peer.shown() + " answers " + answer.statusCode());
            }
            return peer.shown() + " answers " + answer.statusCode();
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.SOURCE_FAILED, peer.shown() + " " + Requests.fact(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        }
    }

    /** A request that says who asks. */
    HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        headers.forEach(request::header);
        return request;
    }

    /** Refuses addresses such as those that tell a cloud's credentials, each time: names may lead there by then. */
    void checkReach() {
        reach.check("option '" + URL + "'", url.getHost());
    }

    /** The address for messages, without what may be a key in its query. */
    String shown() {
        return url.getRawQuery() == null
                ? url.toString()
                : url.toString().substring(0, url.toString().indexOf('?'));
    }
}
