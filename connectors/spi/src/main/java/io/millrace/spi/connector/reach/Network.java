package io.millrace.spi.connector.reach;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses that begin with the same bits, written {@code 169.254.0.0/16}; or a single one. */
public final class Network implements Serializable {

    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private final int bits;

    private Network(byte[] bytes, int bits) {
        this.bytes = bytes;
        this.bits = bits;
    }

    /** @throws MillraceException SETTING_INVALID when the text is neither an address nor a network */
    public static Network of(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length <= 2 && parts[0].matches("[0-9.]+|[0-9a-fA-F]*:[0-9a-fA-F:.]*")) {
                byte[] bytes = InetAddress.getByName(parts[0]).getAddress();
                int bits = parts.length == 1 ? bytes.length * Byte.SIZE : Integer.parseInt(parts[1]);
                if (bits >= 0 && bits <= bytes.length * Byte.SIZE) {
                    return new Network(bytes, bits);
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // told below
        }
        throw new MillraceException(
                ErrorCode.SETTING_INVALID,
                "'" + text + "' is no address or network; write one such as 169.254.1.7 or fe80::/10");
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != bytes.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(other, 0, whole, bytes, 0, whole)
                && (rest == 0 || (other[whole] ^ bytes[whole]) >> (Byte.SIZE - rest) == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(bytes, network.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + bits;
    }
}
