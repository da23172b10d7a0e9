package dev.parley.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// The addresses behind the name of a host.
@FunctionalInterface
public interface HostResolver {
    /// The one of this machine. How long the JVM keeps what it learned is the security property
    /// `networkaddress.cache.ttl`.
    HostResolver SYSTEM = host -> sameFamily(List.of(InetAddress.getAllByName(host)));

    /// @return at least one
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// Both families of a host are the same host twice: only the one that the JVM puts first is used.
    private static List<InetAddress> sameFamily(List<InetAddress> addresses) {
        boolean four = addresses.getFirst() instanceof Inet4Address;
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == four)
                .toList();
    }
}
