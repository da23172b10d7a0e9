package dev.parley.client.token;

import java.time.Duration;

/// What an access token looks like (a JWT after RFC 9068): auth mints by it, [TokenVerifier] accepts by it.
///
/// Header: `alg` ES256, `typ` [#TYPE], `kid` a key of auth's published set. Claims: `iss` [#ISSUER], `aud`
/// [#AUDIENCE], `sub` the user id, `tid` the tenant id, `sid` the session id, `roles` an array of role names as in
/// JSON (`compliance-officer`), `iat`, `exp`, `jti`, `amr` how the user signed in (RFC 8176), `acr`
/// `aal1` or `aal2` for one factor or two, `auth_time` when they last did; `nbf` is optional.
public final class AccessTokenProfile {
    public static final String ISSUER = "parley-auth";
    public static final String AUDIENCE = "parley";
    public static final String TYPE = "at+jwt";

    public static final String TENANT_CLAIM = "tid";
    public static final String SESSION_CLAIM = "sid";
    public static final String ROLES_CLAIM = "roles";

    /// The longest life that is accepted. It bounds how long a revocation has to be remembered.
    public static final Duration MAX_LIFE = Duration.ofHours(1);

    private AccessTokenProfile() {}
}
