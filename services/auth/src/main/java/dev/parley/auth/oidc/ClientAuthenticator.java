package dev.parley.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import dev.parley.auth.oidc.OAuthClient.AuthMethod;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.auth.store.OAuthTokenStore;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Versioned;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether who sent a request is the client that they say they are (RFC 6749 §2.3, RFC 7523 §2.2).
final class ClientAuthenticator {
    private static final TenantId TENANT = TenantId.DEFAULT;
    /// Longer than any client needs for one request.
    private static final Duration MAX_LIFE = Duration.ofMinutes(5);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
    private static final Set<JWSAlgorithm> EC = Set.of(JWSAlgorithm.ES256);
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    private final OAuthClientStore clients;
    private final OAuthTokenStore used;
    private final OAuthEvents events;
    private final OpenIdConfig config;
    private final InstantSource clock;

    ClientAuthenticator(
            OAuthClientStore clients,
            OAuthTokenStore used,
            OAuthEvents events,
            OpenIdConfig config,
            InstantSource clock) {
        this.clients = clients;
        this.used = used;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /// @param claimed as it came with the request; null when there was nothing
    /// @throws OAuthException `invalid_client`, whatever is wrong
    Versioned<OAuthClient> authenticate(@Nullable ClientAuthentication claimed) {
        if (claimed == null) {
            throw OAuthException.invalidClient();
        }
        String id = claimed.getClientID().getValue();
        Versioned<OAuthClient> client = clients.client(TENANT, id).orElseThrow(OAuthException::invalidClient);
        boolean proven = switch (claimed) {
            case ClientSecretBasic basic ->
                client.value().authMethod() == AuthMethod.SECRET_BASIC
                        && client.value().hasSecret(basic.getClientSecret().getValue());
            case ClientSecretPost post ->
                client.value().authMethod() == AuthMethod.SECRET_POST
                        && client.value().hasSecret(post.getClientSecret().getValue());
            case PrivateKeyJWT signed ->
                client.value().authMethod() == AuthMethod.PRIVATE_KEY && signedBy(client, signed);
            default -> false;
        };
        if (!proven) {
            events.clientRefused(TENANT, id);
            throw OAuthException.invalidClient();
        }
        return client;
    }

    private boolean signedBy(Versioned<OAuthClient> client, PrivateKeyJWT signed) {
        SignedJWT jwt = signed.getClientAssertion();
        String jwks = client.value().jwks();
        try {
            if (jwks == null || !isSigned(jwt, JWKSet.parse(jwks))) {
                return false;
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant now = clock.instant();
            if (!isMeant(client.id(), claims) || !isTimely(claims, now)) {
                return false;
            }
            String name = OAuthClient.hash(client.id() + "\n" + claims.getJWTID());
            boolean first = used.useOnce(
                    TENANT, name, claims.getExpirationTime().toInstant().plus(CLOCK_SKEW));
            if (!first) {
                events.assertionReplayed(TENANT, client.id());
            }
            return first;
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private boolean isMeant(String client, JWTClaimsSet claims) {
        // One audience: a statement that is good elsewhere too could be played on from there.
        List<String> audience = claims.getAudience();
        boolean here = audience.size() == 1
                && (audience.getFirst().equals(config.issuer().toString())
                        || audience.getFirst()
                                .equals(config.at(OpenIdPaths.TOKEN).toString()));
        return here && client.equals(claims.getIssuer()) && client.equals(claims.getSubject());
    }

    private static boolean isTimely(JWTClaimsSet claims, Instant now) {
        if (claims.getExpirationTime() == null
                || claims.getJWTID() == null
                || claims.getJWTID().isEmpty()) {
            return false;
        }
        Instant end = claims.getExpirationTime().toInstant();
        boolean begun = claims.getNotBeforeTime() == null
                || !claims.getNotBeforeTime().toInstant().isAfter(now.plus(CLOCK_SKEW));
        return begun && now.isBefore(end) && !end.isAfter(now.plus(MAX_LIFE).plus(CLOCK_SKEW));
    }

    private static boolean isSigned(SignedJWT jwt, JWKSet keys) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        for (JWK key : keys.getKeys()) {
            boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
            // The key says which algorithms there are, never the token alone (RFC 8725 §3.1).
            boolean holds = named
                    && switch (key) {
                        case ECKey ec -> EC.contains(header.getAlgorithm()) && jwt.verify(new ECDSAVerifier(ec));
                        case RSAKey rsa -> RSA.contains(header.getAlgorithm()) && jwt.verify(new RSASSAVerifier(rsa));
                        default -> false;
                    };
            if (holds) {
                return true;
            }
        }
        return false;
    }
}
