package dev.parley.auth;

import dev.parley.auth.authz.AccessEvents;
import dev.parley.auth.authz.ApiTokenExchange;
import dev.parley.auth.authz.ApiTokenRoutes;
import dev.parley.auth.authz.ApiTokens;
import dev.parley.auth.authz.BreakGlassRoutes;
import dev.parley.auth.authz.BreakGlasses;
import dev.parley.auth.authz.CustomRoleRoutes;
import dev.parley.auth.authz.CustomRoles;
import dev.parley.auth.authz.Entitlements;
import dev.parley.auth.factor.Factors;
import dev.parley.auth.key.SigningKeys;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.ApiTokenStore;
import dev.parley.auth.store.BreakGlassStore;
import dev.parley.auth.store.RoleStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.core.id.IdSource;
import dev.parley.http.Routes;
import java.time.Duration;

/// Authorization, put together: what sessions stand on first, then what stands on sessions.
final class AccessWiring {
    private final AuthPorts ports;
    private final IdSource ids;
    private final AccountStore accounts;
    private final SessionStore sessionStore;
    private final RoleStore roleStore;
    private final ApiTokenStore tokenStore;
    private final AccessEvents events;
    private final Entitlements entitlements;
    private final AccessTokens accessTokens;
    private final ApiTokenExchange exchange;

    /// @param life of an access token
    AccessWiring(AuthPorts ports, IdSource ids, AccountStore accounts, SigningKeys signingKeys, Duration life) {
        this.ports = ports;
        this.ids = ids;
        this.accounts = accounts;
        sessionStore = new SessionStore(ports.documents());
        roleStore = new RoleStore(ports.documents());
        tokenStore = new ApiTokenStore(ports.documents());
        events = new AccessEvents(ports.audit(), ids, ports.clock());
        entitlements = new Entitlements(roleStore);
        accessTokens = new AccessTokens(signingKeys, ids, life, entitlements);
        exchange = new ApiTokenExchange(
                new ApiTokenExchange.Stores(accounts, tokenStore, sessionStore),
                entitlements,
                accessTokens,
                ports.signals(),
                new CustomRoles.Sources(ids, ports.clock()));
    }

    Entitlements entitlements() {
        return entitlements;
    }

    AccessTokens accessTokens() {
        return accessTokens;
    }

    SessionStore sessionStore() {
        return sessionStore;
    }

    ApiTokenExchange exchange() {
        return exchange;
    }

    /// What people and administrators do.
    record Access(
            CustomRoles customRoles,
            ApiTokens apiTokens,
            ServiceAccounts serviceAccounts,
            BreakGlasses breakGlass,
            ApiTokenExchange exchange) {
        Routes.Builder addTo(Routes.Builder routes) {
            new CustomRoleRoutes(customRoles).addTo(routes);
            new ApiTokenRoutes(apiTokens, exchange).addTo(routes);
            new ServiceAccountRoutes(serviceAccounts).addTo(routes);
            return new BreakGlassRoutes(breakGlass).addTo(routes);
        }
    }

    Access access(Sessions sessions, Factors factors) {
        return new Access(
                new CustomRoles(accounts, roleStore, sessions, events, new CustomRoles.Sources(ids, ports.clock())),
                new ApiTokens(
                        new ApiTokens.Stores(accounts, tokenStore),
                        entitlements,
                        exchange,
                        factors,
                        new ApiTokens.Sources(ids, ports.clock(), ports.random(), events)),
                new ServiceAccounts(accounts, events, ids, ports.clock()),
                new BreakGlasses(
                        new BreakGlasses.Stores(accounts, sessionStore, new BreakGlassStore(ports.documents())),
                        sessions,
                        accessTokens,
                        factors,
                        new BreakGlasses.Sources(ids, ports.clock(), events)),
                exchange);
    }
}
