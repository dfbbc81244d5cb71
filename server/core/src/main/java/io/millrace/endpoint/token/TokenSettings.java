package io.millrace.endpoint.token;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which tokens are taken.
 *
 * @param key file with the public key or the secret
 * @param issuer who has to have made a token; empty for anybody with the key
 * @param audience for whom a token has to be; empty for anybody
 */
public record TokenSettings(Path key, Optional<String> issuer, Optional<String> audience) {}
