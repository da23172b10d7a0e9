package dev.parley.socket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Which web pages may connect. A browser lets any page open a WebSocket to anywhere and tells only its origin
/// (RFC 6455 §10.2).
final class Origins {
    private static final String ANY = "*";

    private Origins() {}

    /// @param allowed as in [SocketConfig#allowedOrigins]
    /// @param host the `Host` header of the request
    static boolean allowed(Set<String> allowed, String origin, String host) {
        if (allowed.isEmpty()) {
            return sameHost(origin, host);
        }
        return allowed.contains(ANY) || allowed.contains(origin);
    }

    private static boolean sameHost(String origin, String host) {
        try {
            String page = new URI(origin).getHost();
            String here = new URI("ws://" + host).getHost();
            return page != null && page.equalsIgnoreCase(here);
        } catch (URISyntaxException e) {
            return false; // Also the "null" of sandboxed pages ends here or has no host.
        }
    }
}
