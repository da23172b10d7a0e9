package dev.parley.auth.oidc;

import java.net.URI;
import java.time.Duration;

/// What an operator may set of the OpenID provider.
///
/// @param issuer the address by which clients reach the gateway, without a slash at the end. It stands in every
///     token: changing it makes those in use invalid
/// @param access life of an access token of a client, 10 s to 1 h
public record OpenIdConfig(URI issuer, Duration access) {
    public static final OpenIdConfig DEFAULTS =
            new OpenIdConfig(URI.create("http://localhost:3000"), Duration.ofMinutes(5));

    public OpenIdConfig {
        boolean web = "https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme());
        boolean plain = issuer.getHost() != null
                && issuer.getRawUserInfo() == null
                && issuer.getRawQuery() == null
                && issuer.getRawFragment() == null
                && issuer.getRawPath().isEmpty();
        if (!web || !plain) {
            throw new IllegalArgumentException("issuer: must be an origin like https://chat.example.org");
        }
        if (access.compareTo(Duration.ofSeconds(10)) < 0 || access.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("access: must be 10s to 1h");
        }
    }

    /// @param path begins with a slash
    URI at(String path) {
        return URI.create(issuer + path);
    }
}
