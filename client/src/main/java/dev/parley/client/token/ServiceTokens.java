package dev.parley.client.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;

/// Tokens with which the platform's services know one another: JWTs signed with HS256 by the key of the pair of
/// caller and called ([ServiceKeys]), whose `kid` names the caller.
///
/// A token names one audience, so that a service which is taken over cannot use what it was sent elsewhere. It
/// lives [#LIFE]. Claims: `iss` [#ISSUER], `sub` the calling service, `aud` the called one, `tid`, `iat`, `exp`; a
/// token for a user has `usr`, `sid` and what an access token says of roles and permissions as well and stands for
/// that user.
public final class ServiceTokens {
    public static final String ISSUER = "parley-service";
    public static final String TYPE = "svc+jwt";
    public static final Duration LIFE = Duration.ofSeconds(60);

    private static final String USER_CLAIM = "usr";

    private final ServiceKeys keys;
    private final InstantSource clock;

    public ServiceTokens(ServiceKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Tokens of any service.
    ///
    /// @throws IllegalArgumentException when the secret has fewer than [ServiceKeys#MIN_SECRET_BYTES]
    public ServiceTokens(Secret serviceSecret, InstantSource clock) {
        this(ServiceKeys.of(serviceSecret), clock);
    }

    /// A token by which `service` calls `audience` on its own behalf, in this tenant.
    public String mint(String service, String audience, TenantId tenant) {
        return sign(service, audience, claims(service, audience, tenant));
    }

    /// A token by which `service` calls `audience` for a user whose session it has verified.
    public String mintFor(String service, String audience, Caller.User user) {
        Map<String, Object> claims = claims(service, audience, user.tenant());
        claims.put(USER_CLAIM, user.user().value());
        claims.put(AccessTokenProfile.SESSION_CLAIM, user.session().value());
        AccessTokenProfile.say(claims, user.roles(), user.rights());
        return sign(service, audience, claims);
    }

    /// Who holds the token: the service, or the user it acts for. Whether the user's session still lives is not
    /// asked here.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-token` for everything that is not a living token
    ///     of ours for this audience
    public Caller verify(String token, String audience) {
        return verify(CompactJws.parse(token), audience).caller();
    }

    Verified verify(CompactJws token, String audience) {
        if (!token.hasType(TYPE)) {
            throw CompactJws.refused();
        }
        String service = token.keyId();
        SecretKey key = keys.between(service, audience).orElseThrow(CompactJws::refused);
        Claims claims = new Claims(token.verifiedClaims(JWSAlgorithm.HS256, verifier(key)));
        claims.requireIssuer(ISSUER);
        claims.requireAudience(audience);
        Instant expiresAt = claims.requireLife(clock.instant(), LIFE);
        if (!claims.text("sub").equals(service)) {
            throw CompactJws.refused();
        }
        Caller caller = claims.has(USER_CLAIM) ? claims.user(USER_CLAIM) : new Caller.Service(claims.tenant(), service);
        return new Verified(caller, expiresAt, null);
    }

    private Map<String, Object> claims(String service, String audience, TenantId tenant) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", service);
        claims.put("aud", audience);
        claims.put(AccessTokenProfile.TENANT_CLAIM, tenant.value());
        claims.put("iat", now);
        claims.put("exp", now + LIFE.toSeconds());
        return claims;
    }

    private String sign(String service, String audience, Map<String, Object> claims) {
        SecretKey key = keys.between(service, audience)
                .orElseThrow(() ->
                        new IllegalStateException("this process has no key to call " + audience + " as " + service));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType(TYPE))
                .keyID(service)
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is in every JDK", e);
        }
        return token.serialize();
    }

    private static JWSVerifier verifier(SecretKey key) {
        try {
            return new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is in every JDK", e);
        }
    }
}
