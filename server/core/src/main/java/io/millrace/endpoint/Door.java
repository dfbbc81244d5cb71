package io.millrace.endpoint;

import io.millrace.endpoint.token.BearerTokens;
import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Finds out whose a request is. As long as there are no users it is anybody's; then it has to say so, by HTTP Basic or a signed token. */
final class Door {

    static final String CHALLENGE = "Basic realm=\"Millrace\", charset=\"UTF-8\"";

    private static final String BASIC = "basic ";
    private static final String ANYBODY = "http";

    private static final String BEARER = "bearer ";

    private final SqlService service;
    private final Optional<BearerTokens> tokens;

    Door(SqlService service, Optional<BearerTokens> tokens) {
        this.service = service;
        this.tokens = tokens;
    }

    /**
     * Whose a request is; empty when it has to say so.
     *
     * @throws MillraceException LOGIN_FAILED when that is not true
     */
    Optional<Principal> principal(Request request) {
        if (service.isOpen()) {
            return Optional.of(Principal.anybody(ANYBODY));
        }
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        String scheme = header.toLowerCase(Locale.ROOT);
        if (tokens.isPresent() && scheme.startsWith(BEARER)) {
            String name = tokens.get().subject(header.substring(BEARER.length()).strip());
            return Optional.of(service.vouched(name, address(request)));
        }
        if (!scheme.startsWith(BASIC)) {
            throw refused("this server takes a user name and a password, as HTTP Basic");
        }
        String given = decoded(header.substring(BASIC.length()).strip());
        int colon = given.indexOf(':');
        if (colon < 0) {
            throw refused("the Authorization header is not one of HTTP Basic");
        }
        return Optional.of(service.logIn(given.substring(0, colon), given.substring(colon + 1), address(request)));
    }

    static MillraceException unknown() {
        return refused("this server has users; give a user name and a password");
    }

    private static MillraceException refused(String text) {
        return new MillraceException(ErrorCode.LOGIN_FAILED, text);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused("the Authorization header is not one of HTTP Basic");
        }
    }

    private static String address(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }
}
