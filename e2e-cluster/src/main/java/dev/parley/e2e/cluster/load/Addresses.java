package dev.parley.e2e.cluster.load;

import java.net.URI;
import java.util.List;

/// Where clients find the platform: what a load balancer or a list in the app would give them.
///
/// @param gateways base URLs
/// @param sockets `ws://host:port/v1/socket` of each socket node
public record Addresses(List<URI> gateways, List<URI> sockets) {
    public Addresses {
        gateways = List.copyOf(gateways);
        sockets = List.copyOf(sockets);
        if (gateways.isEmpty() || sockets.isEmpty()) {
            throw new IllegalArgumentException("a platform has at least one gateway and one socket node");
        }
    }
}
