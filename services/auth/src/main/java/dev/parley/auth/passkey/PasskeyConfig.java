package dev.parley.auth.passkey;

import java.net.URI;
import java.util.List;

/// Whom passkeys are for (WebAuthn §5.1.2). Changing the id makes all passkeys of before useless.
///
/// @param relyingPartyId a host name: passkeys work there and below
/// @param origins of the pages that may use passkeys, as browsers name them: `https://chat.example.org`
public record PasskeyConfig(String relyingPartyId, List<String> origins) {
    public static final PasskeyConfig DEFAULTS = new PasskeyConfig("localhost", List.of("http://localhost:3000"));

    private static final String LOCALHOST = "localhost";

    public PasskeyConfig {
        origins = List.copyOf(origins);
        if (!relyingPartyId.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
            throw new IllegalArgumentException("relyingPartyId: must be a host name in lower case");
        }
        if (origins.isEmpty() || origins.size() > 20) {
            throw new IllegalArgumentException("origins: must have 1 to 20");
        }
        for (String origin : origins) {
            requireOrigin(origin, relyingPartyId);
        }
    }

    private static void requireOrigin(String origin, String id) {
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("origins: not an origin: " + origin, e);
        }
        String host = uri.getHost();
        boolean bare = host != null && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        // Browsers offer passkeys in secure contexts only, and take localhost for one.
        boolean secure = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOCALHOST.equals(host));
        if (!bare || !secure || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "origins: must be like https://host or http://localhost:3000: " + origin);
        }
        if (!host.equals(id) && !host.endsWith("." + id)) {
            throw new IllegalArgumentException("origins: " + origin + " is not within " + id);
        }
    }
}
