package dev.parley.auth;

import dev.parley.auth.attempt.Backoff;
import dev.parley.auth.attempt.LoginAttempts;
import dev.parley.auth.attempt.ProofOfWork;
import dev.parley.auth.attempt.StuffingWatch;
import dev.parley.auth.attempt.Throttle;
import dev.parley.auth.key.ServiceKeys;
import dev.parley.auth.store.AttemptStore;

/// What stands against abuse, put together: one store of attempts under all of it.
final class AbuseWiring {
    private final AuthConfig config;
    private final AuthPorts ports;
    private final ServiceKeys keys;
    private final AttemptStore store;
    private final LoginAttempts attempts;
    private final StuffingWatch stuffing;

    AbuseWiring(AuthConfig config, AuthPorts ports, ServiceKeys keys) {
        this.config = config;
        this.ports = ports;
        this.keys = keys;
        store = new AttemptStore(ports.documents());
        attempts = new LoginAttempts(config.attempts(), store, keys.attemptNames());
        stuffing = new StuffingWatch(config.abuse().signals(), keys.attemptNames(), ports.clock());
    }

    LoginAttempts attempts() {
        return attempts;
    }

    StuffingWatch stuffing() {
        return stuffing;
    }

    LoginCheck.Watching watching() {
        return new LoginCheck.Watching(attempts, stuffing);
    }

    Accounts.Door door() {
        ProofOfWork work = new ProofOfWork(
                config.abuse().proofOfWork(), keys.registrationChallenges(), store, ports.clock(), ports.random());
        return new Accounts.Door(work, throttle("registration", config.abuse().registrations()));
    }

    /// Counts who is not the client that they say they are.
    Throttle failedClients() {
        return throttle("client", config.abuse().clients());
    }

    private Throttle throttle(String kind, Backoff backoff) {
        return new Throttle(kind, backoff, store, keys.attemptNames(), ports.clock());
    }
}
