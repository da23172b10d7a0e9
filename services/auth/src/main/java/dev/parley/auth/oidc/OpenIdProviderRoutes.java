package dev.parley.auth.oidc;

import dev.parley.auth.AuthPorts;
import dev.parley.auth.attempt.Throttle;
import dev.parley.auth.key.SigningKeys;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.auth.store.OAuthTokenStore;
import dev.parley.core.id.IdSource;
import dev.parley.http.Routes;

/// The OpenID provider, put together.
public final class OpenIdProviderRoutes {
    private final ClientRoutes clients;
    private final ProtocolRoutes protocol;

    /// @param failedClients counts who is not the client that they say they are
    public OpenIdProviderRoutes(
            OpenIdConfig config, AuthPorts ports, SigningKeys keys, IdSource ids, Throttle failedClients) {
        OAuthEvents events = new OAuthEvents(ports.audit(), ids, ports.clock());
        OAuthClientStore clientStore = new OAuthClientStore(ports.documents());
        OAuthTokenStore tokenStore = new OAuthTokenStore(ports.documents());
        clients = new ClientRoutes(new Clients(clientStore, events, ids, ports.clock(), ports.random()));
        protocol = new ProtocolRoutes(
                new TokenEndpoint(
                        new ClientAuthenticator(clientStore, tokenStore, events, config, ports.clock()),
                        new OAuthTokens(keys, config, ids),
                        new TokenEndpoint.Stores(clientStore, tokenStore),
                        new TokenEndpoint.Setting(config, events, ports.clock())),
                config,
                failedClients);
    }

    /// Adds its operations to those of the service.
    public Routes.Builder addTo(Routes.Builder routes) {
        return protocol.addTo(clients.addTo(routes));
    }
}
