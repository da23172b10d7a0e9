package dev.parley.client.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import dev.parley.api.auth.SessionsApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import dev.parley.http.Authenticator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Tells who holds a bearer token, without asking auth for each: access tokens by auth's published keys, service
/// tokens by the service secret, API tokens by what auth exchanges them for every few minutes. What was verified
/// once is kept by the hash of its text, so the second look costs a hash and two lookups.
///
/// Guarantees, whatever the cache holds: nothing is accepted past its `exp`, with a key that auth withdrew, or
/// longer than [RevocationFeed#MAX_AGE] after its session was revoked. When that cannot be known the answer is an
/// outage (503), not an acceptance.
///
/// Refused on sight: any algorithm but the one of its `typ` (RFC 8725 §3.1: neither `none` nor a public key used as
/// an HMAC secret gets to a verifier), another issuer or audience, a missing `kid`, `exp` or `iat`, lives beyond
/// [AccessTokenProfile#MAX_LIFE], duplicate members.
public final class TokenVerifier implements Authenticator {
    private static final int MAX_CACHED = 50_000;
    private static final Duration MAX_CACHED_FOR = Duration.ofMinutes(10);

    private final SessionsApi sessions;
    private final RevocationFeed feed;
    private final ServiceTokens serviceTokens;
    private final String service;
    private final InstantSource clock;
    private final SigningKeys keys;
    private final Cache<Fingerprint, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(MAX_CACHED_FOR)
            .build();

    /// @param service the name of the service that verifies: service tokens must be meant for it
    public TokenVerifier(
            SessionsApi sessions,
            RevocationFeed feed,
            ServiceTokens serviceTokens,
            String service,
            InstantSource clock) {
        this.sessions = sessions;
        this.feed = feed;
        this.serviceTokens = serviceTokens;
        this.service = service;
        this.clock = clock;
        this.keys = new SigningKeys(sessions, clock);
    }

    /// @throws dev.parley.core.problem.ProblemException `invalid-token`
    /// @throws dev.parley.core.problem.StoreUnavailableException when auth is needed and does not answer
    @Override
    public Caller authenticate(String bearerToken) {
        if (bearerToken.length() > CompactJws.MAX_LENGTH) {
            throw CompactJws.refused();
        }
        Fingerprint fingerprint = Fingerprint.of(bearerToken);
        return ApiTokenText.looksLikeOne(bearerToken)
                ? authenticateApiToken(bearerToken, fingerprint)
                : authenticateJwt(bearerToken, fingerprint);
    }

    private Caller authenticateJwt(String token, Fingerprint fingerprint) {
        Verified known = verified.getIfPresent(fingerprint);
        if (known == null) {
            known = verify(CompactJws.parse(token));
            verified.put(fingerprint, known);
        } else if (!stillHolds(known)) {
            verified.invalidate(fingerprint);
            throw CompactJws.refused();
        }
        if (isRevoked(known)) {
            throw CompactJws.refused();
        }
        return known.caller();
    }

    /// What an API token was exchanged for serves until it expires or is revoked; then auth is asked once more,
    /// because the owner's rights may have changed without an end of the token.
    private Caller authenticateApiToken(String token, Fingerprint fingerprint) {
        if (!ApiTokenText.isWhole(token)) {
            throw CompactJws.refused();
        }
        Verified known = verified.getIfPresent(fingerprint);
        if (known != null && stillHolds(known) && !isRevoked(known)) {
            return known.caller();
        }
        if (known != null) {
            verified.asMap().remove(fingerprint, known);
        }
        // One asks, and the others who came with the same token meanwhile wait for the answer.
        Verified fresh = verified.get(fingerprint, missing -> exchange(token));
        if (!stillHolds(fresh) || isRevoked(fresh)) {
            throw CompactJws.refused();
        }
        return fresh.caller();
    }

    private Verified exchange(String apiToken) {
        byte[] jwt = sessions.exchange(Secret.of(apiToken)).accessToken().reveal();
        return verify(CompactJws.parse(new String(jwt, StandardCharsets.US_ASCII)));
    }

    private boolean isRevoked(Verified known) {
        return known.caller() instanceof Caller.User user && feed.isRevoked(user.tenant(), user.session());
    }

    private Verified verify(CompactJws token) {
        if (token.hasType(ServiceTokens.TYPE)) {
            return serviceTokens.verify(token, service);
        }
        if (!token.hasType(AccessTokenProfile.TYPE)) {
            throw CompactJws.refused();
        }
        String keyId = token.keyId();
        JWSVerifier verifier = keys.find(keyId);
        if (verifier == null) {
            throw CompactJws.refused();
        }
        Claims claims = new Claims(token.verifiedClaims(JWSAlgorithm.ES256, verifier));
        claims.requireIssuer(AccessTokenProfile.ISSUER);
        claims.requireAudience(AccessTokenProfile.AUDIENCE);
        Instant expiresAt = claims.requireLife(clock.instant(), AccessTokenProfile.MAX_LIFE);
        return new Verified(claims.user("sub"), expiresAt, keyId);
    }

    private boolean stillHolds(Verified known) {
        String keyId = known.keyId();
        return clock.instant().isBefore(known.expiresAt()) && (keyId == null || keys.find(keyId) != null);
    }

    /// SHA-256 of a token. The token itself is not kept: a heap dump would give it away.
    private record Fingerprint(long a, long b, long c, long d) {
        static Fingerprint of(String token) {
            try {
                ByteBuffer hash = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
                return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is in every JDK", e);
            }
        }
    }
}
