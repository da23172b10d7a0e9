package dev.parley.gateway;

import dev.parley.http.Request;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells from which address a request comes.
///
/// `X-Forwarded-For` is believed only as far as trusted proxies wrote it: from its right end, as long as the one
/// who added the entry is one of them. What stands further left is the client's own claim.
final class ClientAddress {
    private static final int MAX_HOPS = 16;

    private final List<AddressRange> trusted;

    ClientAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    String of(Request request) {
        return of(request.remoteAddress(), request.header("X-Forwarded-For").orElse(""));
    }

    String of(String peer, String forwardedFor) {
        String address = peer;
        List<String> hops = Arrays.asList(forwardedFor.split(","));
        for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - MAX_HOPS) && isTrusted(address); i--) {
            String hop = hops.get(i).strip();
            if (parse(hop) == null) {
                return address;
            }
            address = hop;
        }
        return address;
    }

    /// Whom an address stands for: the address itself, and for IPv6 its /64, within which one host picks freely.
    static String owner(String address) {
        InetAddress parsed = parse(address);
        if (!(parsed instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = parsed.getAddress();
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 8; i += 2) {
            network.append(String.format("%02x%02x:", bytes[i], bytes[i + 1]));
        }
        return network.append(":/64").toString();
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = parse(address);
        return parsed != null && trusted.stream().anyMatch(range -> range.contains(parsed));
    }

    private static @Nullable InetAddress parse(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
