package dev.parley.client.token;

import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Rights.Via;
import dev.parley.core.caller.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What an access token looks like (a JWT after RFC 9068): auth mints by it, [TokenVerifier] accepts by it.
///
/// Header: `alg` ES256, `typ` [#TYPE], `kid` a key of auth's published set. Claims: `iss` [#ISSUER], `aud`
/// [#AUDIENCE], `sub` the user id, `tid` the tenant id, `sid` the session id, `roles` an array of role names as in
/// JSON (`compliance-officer`), `iat`, `exp`, `jti`, `amr` how the user signed in (RFC 8176), `acr`
/// `aal1` or `aal2` for one factor or two, `auth_time` when they last did; `nbf` is optional.
///
/// `permissions` is an array of the codes of [dev.parley.core.caller.Permission], and all that the token allows.
/// Where it is absent, the roles say what. `via` is `api-token` or `break-glass` where the token was given for less
/// than a sign-in, and then `roles` is empty; `opened` is the conversation that a break-glass opened.
public final class AccessTokenProfile {
    public static final String ISSUER = "parley-auth";
    public static final String AUDIENCE = "parley";
    public static final String TYPE = "at+jwt";

    public static final String TENANT_CLAIM = "tid";
    public static final String SESSION_CLAIM = "sid";
    public static final String ROLES_CLAIM = "roles";
    public static final String PERMISSIONS_CLAIM = "permissions";
    public static final String VIA_CLAIM = "via";
    public static final String OPENED_CLAIM = "opened";

    /// The longest life that is accepted. It bounds how long a revocation has to be remembered.
    public static final Duration MAX_LIFE = Duration.ofHours(1);

    private AccessTokenProfile() {}

    /// Adds what a token allows: nothing more than the roles where it is all that they allow.
    ///
    /// @param claims with room for more
    public static void say(Map<String, Object> claims, Set<Role> roles, Rights rights) {
        claims.put(ROLES_CLAIM, roles.stream().sorted().map(Claims::name).toList());
        if (rights.equals(Rights.of(roles))) {
            return;
        }
        claims.put(
                PERMISSIONS_CLAIM,
                rights.permissions().stream().sorted().map(Permission::code).toList());
        if (rights.via() != Via.SIGN_IN) {
            claims.put(VIA_CLAIM, rights.via().code());
        }
        if (rights.opened() != null) {
            claims.put(OPENED_CLAIM, rights.opened().value());
        }
    }
}
