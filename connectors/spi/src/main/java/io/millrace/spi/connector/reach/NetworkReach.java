package io.millrace.spi.connector.reach;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.Serializable;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to: all but link-local ones and those at which clouds tell a machine its credentials.
 *
 * @param allowed networks that may be connected to nevertheless
 */
public record NetworkReach(List<Network> allowed) implements Serializable {

    public static final NetworkReach USUAL = new NetworkReach(List.of());

    /** Those of Amazon and Google (besides link-local ones), Alibaba, Azure and Oracle. */
    private static final List<Network> METADATA = List.of(
            Network.of("fd00:ec2::/32"),
            Network.of("fd20:ce::254"),
            Network.of("100.100.100.200"),
            Network.of("168.63.129.16"),
            Network.of("192.0.0.192"));

    /** Networks of IPv6 whose addresses hold one of IPv4, from a byte on. */
    private record Embedding(Network network, int from) {}

    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(Network.of("::/96"), 12),
            new Embedding(Network.of("64:ff9b::/96"), 12),
            new Embedding(Network.of("2002::/16"), 2));

    private static final int IPV4_BYTES = 4;

    public NetworkReach {
        allowed = List.copyOf(allowed);
    }

    /**
     * Finds the address of a host to connect to.
     *
     * @param what is given as the host, for messages: {@code option 'host'}
     * @throws MillraceException OUT_OF_REACH when one of its addresses is refused
     */
    public InetAddress address(String what, String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        for (InetAddress address : found) {
            if (isRefused(address)) {
                throw new MillraceException(
                        ErrorCode.OUT_OF_REACH,
                        what + " names \"" + host + "\", whose address " + address.getHostAddress()
                                + " is link-local or tells secrets of the machine; choose another host, or start the server with"
                                + " the setting network.allowed = '" + address.getHostAddress() + "'");
            }
        }
        return found[0];
    }

    /** The same for hosts that somebody else connects to; one that is not known is left to them. */
    public void check(String what, String host) {
        try {
            address(what, host);
        } catch (UnknownHostException e) {
            // whoever connects finds out, too
        }
    }

    private boolean isRefused(InetAddress address) {
        return (isInside(address)
                        || embedded(address).filter(NetworkReach::isInside).isPresent())
                && allowed.stream().noneMatch(network -> network.contains(address));
    }

    private static boolean isInside(InetAddress address) {
        return address.isLinkLocalAddress() || METADATA.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> embedded(InetAddress address) {
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        return EMBEDDINGS.stream()
                .filter(embedding -> embedding.network().contains(address))
                .findFirst()
                .map(embedding -> {
                    try {
                        return InetAddress.getByAddress(
                                Arrays.copyOfRange(bytes, embedding.from(), embedding.from() + IPV4_BYTES));
                    } catch (UnknownHostException e) {
                        throw new IllegalStateException("four bytes are an address", e);
                    }
                });
    }
}
