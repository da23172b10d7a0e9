package dev.parley.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;

/// Whom an address stands for: the address itself, and for IPv6 its /64, within which one host picks freely.
final class AddressOwner {
    private static final int NETWORK_BYTES = 8;

    private AddressOwner() {}

    static String of(String address) {
        // An IPv4 address has no colon; the long way is for the others.
        return address.indexOf(':') < 0 ? address : network(address);
    }

    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            if (!(parsed instanceof Inet6Address)) {
                return parsed.getHostAddress();
            }
            byte[] bytes = parsed.getAddress();
            StringBuilder network = new StringBuilder();
            for (int i = 0; i < NETWORK_BYTES; i += 2) {
                network.append(String.format("%02x%02x:", bytes[i], bytes[i + 1]));
            }
            return network.append(":/64").toString();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
