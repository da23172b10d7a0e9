package dev.parley.auth.oidc;

/// Where the protocol's endpoints stand below the issuer. The contract says the same; a test holds them together.
final class OpenIdPaths {
    static final String TOKEN = "/oauth/token";
    static final String INTROSPECT = "/oauth/introspect";
    static final String REVOKE = "/oauth/revoke";
    static final String JWKS = "/.well-known/jwks.json";

    private OpenIdPaths() {}
}
