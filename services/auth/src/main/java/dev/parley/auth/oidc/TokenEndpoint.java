package dev.parley.auth.oidc;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import dev.parley.auth.oidc.OAuthClient.GrantKind;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.auth.store.OAuthTokenStore;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What clients ask for behind the scenes: tokens (RFC 6749 §3.2), what one is worth (RFC 7662), its end (RFC
/// 7009).
///
/// Every question begins with who asks. Answers are the protocol's JSON objects.
final class TokenEndpoint {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private final ClientAuthenticator authenticator;
    private final OAuthTokens tokens;
    private final Stores stores;
    private final OAuthEvents events;
    private final OpenIdConfig config;
    private final InstantSource clock;

    record Stores(OAuthClientStore clients, OAuthTokenStore tokens) {}

    /// What is the same for all parts of the provider.
    record Setting(OpenIdConfig config, OAuthEvents events, InstantSource clock) {}

    TokenEndpoint(ClientAuthenticator authenticator, OAuthTokens tokens, Stores stores, Setting setting) {
        this.authenticator = authenticator;
        this.tokens = tokens;
        this.stores = stores;
        this.events = setting.events();
        this.config = setting.config();
        this.clock = setting.clock();
    }

    /// Gives a token.
    Map<String, Object> issue(TokenRequest request) {
        Versioned<OAuthClient> client = authenticator.authenticate(request.getClientAuthentication());
        if (!(request.getAuthorizationGrant() instanceof ClientCredentialsGrant)) {
            throw OAuthException.unsupportedGrant();
        }
        if (!client.value().grants().contains(GrantKind.CLIENT_CREDENTIALS)) {
            throw OAuthException.unauthorizedClient();
        }
        Scope asked = request.getScope();
        Set<String> granted = client.value().granted(asked == null ? Set.of() : Set.copyOf(asked.toStringList()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", tokens.mint(client.id(), granted, clock.instant()));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", config.access().toSeconds());
        answer.put("scope", String.join(" ", granted));
        return answer;
    }

    /// Says what a token is worth now. Whatever is not worth anything gets the same answer.
    Map<String, Object> introspect(TokenIntrospectionRequest request) {
        authenticator.authenticate(request.getClientAuthentication());
        Optional<OAuthToken> alive = tokens.read(request.getToken().getValue()).filter(this::isGood);
        if (alive.isEmpty()) {
            return INACTIVE;
        }
        OAuthToken token = alive.get();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("active", true);
        answer.put("iss", config.issuer().toString());
        answer.put("aud", config.issuer().toString());
        answer.put("sub", token.subject());
        answer.put("client_id", token.client());
        answer.put("scope", String.join(" ", token.scopes().stream().sorted().toList()));
        answer.put("token_type", "Bearer");
        answer.put("iat", token.issuedAt().getEpochSecond());
        answer.put("exp", token.expiresAt().getEpochSecond());
        answer.put("jti", token.id());
        return answer;
    }

    /// Ends a token of the client that asks. Of any other nothing is done, and nothing is told (RFC 7009 §2.2).
    void revoke(TokenRevocationRequest request) {
        Versioned<OAuthClient> client = authenticator.authenticate(request.getClientAuthentication());
        Instant now = clock.instant();
        tokens.read(request.getToken().getValue())
                .filter(token -> token.client().equals(client.id()) && token.isAlive(now))
                .ifPresent(token -> {
                    if (stores.tokens().revoke(TENANT, token.id(), token.expiresAt())) {
                        events.tokenRevoked(TENANT, client.id(), token.id());
                    }
                });
    }

    private boolean isGood(OAuthToken token) {
        return token.isAlive(clock.instant())
                && !stores.tokens().isRevoked(TENANT, token.id())
                && stores.clients().client(TENANT, token.client()).isPresent();
    }
}
