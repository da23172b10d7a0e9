package dev.parley.auth;

import dev.parley.auth.attempt.StuffingWatch;
import dev.parley.auth.authz.ApiTokens;
import dev.parley.auth.authz.BreakGlasses;
import dev.parley.auth.authz.CustomRoles;
import dev.parley.auth.factor.FactorRoutes;
import dev.parley.auth.factor.FactorSignInRoutes;
import dev.parley.auth.factor.FactorSignIns;
import dev.parley.auth.factor.FactorWiring;
import dev.parley.auth.factor.Factors;
import dev.parley.auth.key.KeySchedule;
import dev.parley.auth.key.ServiceKeys;
import dev.parley.auth.key.SigningKeys;
import dev.parley.auth.oidc.OpenIdProviderRoutes;
import dev.parley.auth.password.PasswordFunction;
import dev.parley.auth.password.PasswordHashing;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.IdSource;
import dev.parley.core.secret.Secret;
import dev.parley.http.Contract;
import dev.parley.http.Routes;
import java.time.Duration;
import java.util.List;

/// The service, put together. It runs nothing in the background; [#close] ends its hashing threads.
public final class Auth implements AutoCloseable {
    private final PasswordHashing hashing;
    private final StuffingWatch stuffing;
    private final Accounts accounts;
    private final SigningKeys signingKeys;
    private final Sessions sessions;
    private final OwnAccount ownAccount;
    private final AccountAdministration administration;
    private final Factors factors;
    private final FactorSignIns factorSignIns;
    private final AccessWiring.Access access;
    private final OpenIdProviderRoutes openId;
    private final Dependency documents;

    /// @param secret 32 random bytes, the same at every start; without it the stored signing keys cannot be
    ///     opened
    /// @param passwords [dev.parley.auth.password.Argon2id]
    /// @throws IllegalStateException when `secret` is not the one of this installation
    public Auth(AuthConfig config, AuthPorts ports, Secret secret, PasswordFunction passwords) {
        ServiceKeys keys = new ServiceKeys(secret);
        IdSource ids = new IdSource(ports.clock(), ports.random());
        SecurityEvents events = new SecurityEvents(ports.audit(), ids, ports.clock());
        AccountStore accountStore = new AccountStore(ports.documents());
        signingKeys = new SigningKeys(
                new KeySchedule(
                        config.signingKeys().period(), config.signingKeys().announced(), longestSigned(config)),
                new SigningKeyStore(ports.documents()),
                keys.signingKeys(),
                new SigningKeys.Sources(ids, ports.clock(), ports.random()));
        AbuseWiring abuse = new AbuseWiring(config, ports, keys);
        stuffing = abuse.stuffing();
        hashing = new PasswordHashing(
                config.passwords().cost(),
                config.passwords().threads(),
                config.passwords().maxWaiting(),
                passwords,
                ports.random());
        NewPasswords newPasswords = new NewPasswords(hashing, config.passwordPolicy());
        LoginCheck check = new LoginCheck(accountStore, abuse.watching(), hashing, events, ports.clock());
        FactorWiring wiring = new FactorWiring(config.factors(), ports, keys, ids, accountStore);
        accounts = new Accounts(
                accountStore, newPasswords, abuse.door(), new Accounts.Sources(events, ids, ports.clock()));
        AccessWiring accessWiring = new AccessWiring(
                ports, ids, accountStore, signingKeys, config.sessions().access());
        sessions = new Sessions(
                config.sessions(),
                check,
                new Sessions.Stores(accountStore, accessWiring.sessionStore()),
                new Sessions.Minting(
                        signingKeys,
                        accessWiring.accessTokens(),
                        new RefreshTokens(keys.refreshTokens(), keys.refreshSuccessors(), ports.random()),
                        ids,
                        accessWiring.exchange()),
                new Sessions.Outside(ports.signals(), events, wiring.gate(), ports.clock()));
        factors = wiring.factors(sessions, abuse.attempts());
        factorSignIns = wiring.signIns(sessions, factors, check::recheck);
        ownAccount = new OwnAccount(
                check, newPasswords, sessions, new OwnAccount.Surroundings(accountStore, events, ports.clock()));
        administration =
                new AccountAdministration(accountStore, sessions, events, ports.clock(), accessWiring.entitlements());
        access = accessWiring.access(sessions, factors);
        openId = new OpenIdProviderRoutes(config.openId(), ports, signingKeys, ids, abuse.failedClients());
        documents = new Dependency("documents", ports.documents()::check);
    }

    /// A key must be published until the last of what it signed has expired.
    private static Duration longestSigned(AuthConfig config) {
        Duration session = config.sessions().access();
        Duration client = config.openId().access();
        return client.compareTo(session) > 0 ? client : session;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Sessions sessions() {
        return sessions;
    }

    public OwnAccount ownAccount() {
        return ownAccount;
    }

    public AccountAdministration administration() {
        return administration;
    }

    public Factors factors() {
        return factors;
    }

    public FactorSignIns factorSignIns() {
        return factorSignIns;
    }

    public CustomRoles customRoles() {
        return access.customRoles();
    }

    public ApiTokens apiTokens() {
        return access.apiTokens();
    }

    public ServiceAccounts serviceAccounts() {
        return access.serviceAccounts();
    }

    public BreakGlasses breakGlass() {
        return access.breakGlass();
    }

    /// Everything of the contract `auth`.
    public Routes routes() {
        Routes.Builder routes = Routes.of(Contract.load("auth"));
        new AccountRoutes(accounts).addTo(routes);
        new OwnAccountRoutes(ownAccount).addTo(routes);
        new AccountAdministrationRoutes(administration).addTo(routes);
        new FactorRoutes(factors).addTo(routes);
        new FactorSignInRoutes(factorSignIns).addTo(routes);
        openId.addTo(routes);
        access.addTo(routes);
        return new SessionRoutes(sessions, signingKeys).addTo(routes).build();
    }

    public List<Dependency> dependencies() {
        return List.of(documents);
    }

    /// Sign-ins and registrations that hash or wait for it now, for a metric.
    public int hashing() {
        return hashing.inside();
    }

    /// Failed sign-ins of the present window, for a metric.
    public int failedSignIns() {
        return stuffing.failures();
    }

    /// Addresses from which passwords of many accounts are tried, for a metric.
    public long stuffingNetworks() {
        return stuffing.networks();
    }

    @Override
    public void close() {
        hashing.close();
    }
}
