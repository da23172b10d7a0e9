package dev.parley.gateway;

import java.util.List;
import java.util.Set;

/// @param perAddress limit of each client address (IPv6: each /64)
/// @param perCaller limit of each signed-in user
/// @param maxTracked addresses and users whose limits are kept in memory, each
/// @param corsOrigins origins whose pages may call from a browser
public record GatewayConfig(RateLimit perAddress, RateLimit perCaller, int maxTracked, List<String> corsOrigins) {
    public static final GatewayConfig DEFAULTS =
            new GatewayConfig(new RateLimit(5_000, 1_000), new RateLimit(2_000, 500), 100_000, List.of());

    public GatewayConfig {
        corsOrigins = List.copyOf(corsOrigins);
        if (maxTracked < 100 || maxTracked > 10_000_000) {
            throw new IllegalArgumentException("maxTracked: must be 100 to 10000000");
        }
        for (String origin : corsOrigins) {
            if (!origin.matches("https?://[a-zA-Z0-9.:\\[\\]-]+")) {
                throw new IllegalArgumentException(
                        "corsOrigins: not an origin like https://chat.example.org: " + origin);
            }
        }
    }

    Set<String> origins() {
        return Set.copyOf(corsOrigins);
    }
}
