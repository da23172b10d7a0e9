package dev.parley.auth.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.auth.key.SigningKeys;
import dev.parley.core.id.IdSource;
import dev.parley.core.json.Json;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Access tokens of clients: JWTs after RFC 9068, signed with the keys of auth.
///
/// Issuer and audience are the provider's address. The platform's own services want others
/// ([dev.parley.client.token.AccessTokenProfile]), so that what a client holds opens nothing of theirs, and a token
/// of a session is none of a client.
///
/// What was verified once is kept by its hash, which costs far less to make than a signature to check. The caller looks
/// at expiry and revocation each time.
final class OAuthTokens {
    private static final String TYPE = "at+jwt";
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_KEPT = 50_000;

    private final SigningKeys keys;
    private final OpenIdConfig config;
    private final IdSource ids;
    private final Cache<String, OAuthToken> read =
            Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

    OAuthTokens(SigningKeys keys, OpenIdConfig config, IdSource ids) {
        this.keys = keys;
        this.config = config;
        this.ids = ids;
    }

    /// A token by which the client speaks for itself.
    String mint(String client, Set<String> scopes, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", config.issuer().toString());
        claims.put("aud", config.issuer().toString());
        claims.put("sub", client);
        claims.put("client_id", client);
        claims.put("scope", String.join(" ", scopes));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(config.access()).getEpochSecond());
        claims.put("jti", ids.next("tok"));
        return keys.sign(TYPE, Json.text(claims));
    }

    /// Reads a token that was made by [#mint], expired or not. Empty for every other text.
    Optional<OAuthToken> read(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String hash = OAuthClient.hash(text);
        OAuthToken known = read.getIfPresent(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<OAuthToken> token = verified(text);
        token.ifPresent(value -> read.put(hash, value));
        return token;
    }

    private Optional<OAuthToken> verified(String text) {
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            // Two texts can decode to the same signature; only the one we wrote is accepted.
            boolean ours = Base64URL.encode(jwt.getSignature().decode())
                            .toString()
                            .equals(text.substring(text.lastIndexOf('.') + 1))
                    && JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    && new JOSEObjectType(TYPE).equals(jwt.getHeader().getType());
            String kid = jwt.getHeader().getKeyID();
            Optional<JWSVerifier> verifier = !ours || kid == null ? Optional.empty() : keys.verifier(kid);
            if (verifier.isEmpty() || !jwt.verify(verifier.get())) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String issuer = config.issuer().toString();
            return issuer.equals(claims.getIssuer()) && claims.getAudience().contains(issuer)
                    ? Optional.of(token(claims))
                    : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static OAuthToken token(JWTClaimsSet claims) throws ParseException {
        String scope = claims.getStringClaim("scope");
        return new OAuthToken(
                claims.getJWTID(),
                claims.getStringClaim("client_id"),
                claims.getSubject(),
                scope.isEmpty() ? Set.of() : Set.of(scope.split(" ")),
                claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant());
    }
}
