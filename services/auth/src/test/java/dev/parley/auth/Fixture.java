package dev.parley.auth;

import dev.parley.api.auth.Login;
import dev.parley.api.auth.Registration;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// The auth service on embedded storage, with the cheapest hash that Argon2id has.
final class Fixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
    static final String PASSWORD = "seven green parrots 42";
    static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
    static final AuthConfig CONFIG = new AuthConfig(
            AuthConfig.DEFAULTS.sessions(),
            new AuthConfig.Hashing(CHEAP, 2, 64),
            AuthConfig.DEFAULTS.attempts(),
            AuthConfig.DEFAULTS.signingKeys());
    static final ClientAddress HOME = ClientAddress.of("192.0.2.7");
    static final ClientAddress AWAY = ClientAddress.of("198.51.100.9");

    final TestClock clock = new TestClock(START);
    final CountingHash hash = new CountingHash();
    final Audited audit = new Audited();
    final EmbeddedStorage storage;
    final Auth auth;

    Fixture(Path folder) {
        this(folder, CONFIG);
    }

    Fixture(Path folder, AuthConfig config) {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), clock);
        auth = open(config);
    }

    /// The service once more on the same storage: another process, or the next start with another configuration.
    Auth open(AuthConfig config) {
        return open(config, clock);
    }

    Auth open(AuthConfig config, InstantSource otherClock) {
        AuthPorts ports = new AuthPorts(storage.documents(), storage.signals(), audit, otherClock, new SecureRandom());
        return new Auth(config, ports, Secret.of(new byte[32]), hash);
    }

    static Secret password() {
        return Secret.of(PASSWORD);
    }

    static Registration registration(String userName) {
        return new Registration(userName, password(), "Display of " + userName);
    }

    static Login login(String userName) {
        return login(userName, PASSWORD);
    }

    static Login login(String userName, String password) {
        return new Login(userName, Secret.of(password), "laptop");
    }

    /// Registers and signs in.
    Tokens signUp(String userName) {
        auth.accounts().register(registration(userName), HOME);
        return auth.sessions().logIn(login(userName), HOME);
    }

    /// The caller that these tokens stand for.
    static Caller.User caller(Tokens tokens) {
        return new Caller.User(TenantId.DEFAULT, tokens.userId(), tokens.sessionId(), Set.of(Role.MEMBER));
    }

    @Override
    public void close() {
        auth.close();
        storage.close();
    }
}
