package io.millrace.endpoint;

import io.millrace.endpoint.open.Leases;
import io.millrace.endpoint.tls.TlsFiles;
import io.millrace.endpoint.token.TokenSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how the endpoint serves.
 *
 * @param port TCP port; 0 for any free one
 * @param bindAddress address to listen on; loopback keeps other machines out
 * @param maxRequestBytes longest request body that is read
 * @param longPoll how long a fetch waits for the first row before it answers with none
 * @param tokens which bearer tokens are taken; empty for none
 * @param tls where certificate and key are; empty for plain HTTP
 */
public record EndpointSettings(
        int port,
        String bindAddress,
        int maxRequestBytes,
        Duration longPoll,
        Leases leases,
        Clock clock,
        Optional<TlsFiles> tls,
        Optional<TokenSettings> tokens) {

    /** Loopback only, 32 MB per request, half a second of waiting. */
    public static EndpointSettings onPort(int port) {
        return new EndpointSettings(
                port,
                "127.0.0.1",
                32 << 20,
                Duration.ofMillis(500),
                Leases.DEFAULT,
                Clock.systemUTC(),
                Optional.empty(),
                Optional.empty());
    }

    public EndpointSettings withBindAddress(String address) {
        return new EndpointSettings(port, address, maxRequestBytes, longPoll, leases, clock, tls, tokens);
    }

    public EndpointSettings withTls(Optional<TlsFiles> files) {
        return new EndpointSettings(port, bindAddress, maxRequestBytes, longPoll, leases, clock, files, tokens);
    }

    public EndpointSettings withTokens(Optional<TokenSettings> taken) {
        return new EndpointSettings(port, bindAddress, maxRequestBytes, longPoll, leases, clock, tls, taken);
    }

    public EndpointSettings withMaxRequestBytes(int bytes) {
        return new EndpointSettings(port, bindAddress, bytes, longPoll, leases, clock, tls, tokens);
    }

    public EndpointSettings withLongPoll(Duration wait) {
        return new EndpointSettings(port, bindAddress, maxRequestBytes, wait, leases, clock, tls, tokens);
    }

    public EndpointSettings withLeases(Leases newLeases, Clock newClock) {
        return new EndpointSettings(port, bindAddress, maxRequestBytes, longPoll, newLeases, newClock, tls, tokens);
    }
}
