package dev.parley.auth.attempt;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// The network address that a request came from.
///
/// @param text as the server saw it, for the audit log; personal data
/// @param network what one subscriber usually holds: an IPv4 address, or the first 64 bits of an IPv6 address
public record ClientAddress(String text, String network) {
    /// For callers in this process. All of them count as one.
    public static final ClientAddress UNKNOWN = new ClientAddress("unknown", "unknown");

    private static final int NETWORK_BYTES = 8;
    private static final int MAX_LENGTH = 60;

    /// @param text an IP address literal; anything else is [#UNKNOWN]. Nothing is asked of the name service
    public static ClientAddress of(String text) {
        if (text.length() > MAX_LENGTH) {
            return UNKNOWN;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return new ClientAddress(text, network(address));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = address instanceof Inet6Address ? NETWORK_BYTES : bytes.length;
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
