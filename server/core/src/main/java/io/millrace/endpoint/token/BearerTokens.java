package io.millrace.endpoint.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Checks bearer tokens: JWT with HS256 or RS256, of one issuer and for one audience where that is said. Thread-safe. */
public final class BearerTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 16_384;

    /** How far clocks may be apart. */
    private static final long LEEWAY_SECONDS = 30;

    private final TokenKey key;
    private final TokenSettings settings;
    private final Clock clock;

    /** @throws MillraceException when the key cannot be used */
    public BearerTokens(TokenSettings settings, Clock clock) {
        this.key = TokenKey.read(settings.key());
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The user whom a token names.
     *
     * @throws MillraceException LOGIN_FAILED when it is not signed with our key, is not valid now, or is for somebody else
     */
    public String subject(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > LONGEST || parts.length != 3) {
            throw refused("is none");
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        JsonNode head = json(parts[0]);
        if (head.has("crit")) {
            throw refused("asks for what this server does not know, as \"crit\"");
        }
        boolean ours = key.algorithm().equals(text(head, "alg").orElse(""));
        try {
            if (!ours || !key.isSignature(signed, decoded(parts[2]))) {
                throw refused("is not signed with the key of this server");
            }
        } catch (GeneralSecurityException e) {
            throw refused("is not signed with the key of this server");
        }
        JsonNode claims = json(parts[1]);
        checkTime(claims);
        checkReceivers(claims);
        return text(claims, "sub")
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> refused("names no user as \"sub\""));
    }

    private void checkTime(JsonNode claims) {
        long now = clock.millis() / 1000;
        if (!claims.path("exp").isNumber() || claims.path("exp").asLong() + LEEWAY_SECONDS < now) {
            throw refused(claims.has("exp") ? "has expired" : "does not say when it expires, as \"exp\"");
        }
        if (claims.path("nbf").isNumber() && claims.path("nbf").asLong() - LEEWAY_SECONDS > now) {
            throw refused("is not valid yet");
        }
    }

    private void checkReceivers(JsonNode claims) {
        if (settings.issuer().isPresent() && !settings.issuer().equals(text(claims, "iss"))) {
            throw refused("comes from another issuer");
        }
        if (settings.audience().isPresent()
                && !isFor(claims.path("aud"), settings.audience().get())) {
            throw refused("is for another audience");
        }
    }

    private static boolean isFor(JsonNode audience, String wanted) {
        if (audience.isTextual()) {
            return audience.textValue().equals(wanted);
        }
        for (JsonNode one : audience) {
            if (one.isTextual() && one.textValue().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    private static JsonNode json(String part) {
        try {
            JsonNode node = JSON.readTree(decoded(part));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw refused("is none");
        }
        throw refused("is none");
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw refused("is none");
        }
    }

    private static MillraceException refused(String why) {
        return new MillraceException(ErrorCode.LOGIN_FAILED, "the bearer token " + why);
    }
}
