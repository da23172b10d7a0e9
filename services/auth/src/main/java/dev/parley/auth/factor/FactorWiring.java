package dev.parley.auth.factor;

import dev.parley.auth.AuthPorts;
import dev.parley.auth.Sessions;
import dev.parley.auth.attempt.LoginAttempts;
import dev.parley.auth.key.KeySeal;
import dev.parley.auth.key.Mac;
import dev.parley.auth.key.ServiceKeys;
import dev.parley.auth.passkey.PasskeyChallenges;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.FactorStore;
import dev.parley.auth.store.PendingSignInStore;
import dev.parley.core.id.IdSource;

/// Second factors, put together: the gate first, since sessions stand on it, then what stands on sessions.
public final class FactorWiring {
    private final FactorConfig config;
    private final AuthPorts ports;
    private final IdSource ids;
    private final AccountStore accounts;
    private final FactorStore store;
    private final PendingSignInStore pending;
    private final FactorEvents events;
    private final KeySeal seal;
    private final Mac names;
    private final Passkeys passkeys;
    private final SecondFactorGate gate;

    public FactorWiring(FactorConfig config, AuthPorts ports, ServiceKeys keys, IdSource ids, AccountStore accounts) {
        this.config = config;
        this.ports = ports;
        this.ids = ids;
        this.accounts = accounts;
        this.store = new FactorStore(ports.documents());
        this.pending = new PendingSignInStore(ports.documents());
        this.events = new FactorEvents(ports.audit(), ids, ports.clock());
        this.seal = new KeySeal("totp-secret", keys.totpSecrets(), ports.random());
        this.names = keys.factorNames();
        this.passkeys = new Passkeys(
                config.passkeys(),
                new PasskeyChallenges(keys.passkeyChallenges(), ports.random()),
                store,
                ports.clock());
        this.gate = new SecondFactorGate(
                config, store, pending, passkeys, new SecondFactorGate.Sources(names, ports.clock(), ports.random()));
    }

    public SecondFactorGate gate() {
        return gate;
    }

    public Factors factors(Sessions sessions, LoginAttempts attempts) {
        return new Factors(
                config,
                new Factors.Stores(accounts, store),
                sessions,
                new Factors.Tools(check(attempts), seal, passkeys, events),
                new Factors.Sources(ids, ports.clock(), ports.random()));
    }

    public FactorSignIns signIns(Sessions sessions, Factors factors, FactorSignIns.PasswordCheck passwords) {
        return new FactorSignIns(
                sessions,
                gate,
                pending,
                factors,
                new FactorSignIns.Checks(factors.check(), passwords, passkeys, events));
    }

    private FactorCheck check(LoginAttempts attempts) {
        return new FactorCheck(store, attempts, new FactorCheck.Keys(seal, names, passkeys), events, ports.clock());
    }
}
