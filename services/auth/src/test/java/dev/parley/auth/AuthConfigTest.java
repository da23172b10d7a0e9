package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.auth.attempt.AbuseConfig;
import dev.parley.auth.attempt.AttemptLimits;
import dev.parley.auth.attempt.Backoff;
import dev.parley.auth.factor.FactorConfig;
import dev.parley.auth.oidc.OpenIdConfig;
import dev.parley.auth.passkey.PasskeyConfig;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.core.config.ConfigException;
import dev.parley.core.config.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthConfigTest {
    private static AuthConfig read(String yaml) {
        return new ConfigReader(Map.of(), Set.of()).read(AuthConfig.DEFAULTS, yaml);
    }

    @Test
    void theDefaultsAreTheOnesThatWePromise() {
        AuthConfig defaults = read("");

        assertThat(defaults.sessions())
                .isEqualTo(new AuthConfig.Lifetimes(
                        Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(90), Duration.ofSeconds(10), 100));
        assertThat(defaults.passwords().cost()).isEqualTo(new Argon2Cost(19456, 2, 1));
        assertThat(defaults.signingKeys()).isEqualTo(new AuthConfig.Keys(Duration.ofDays(30), Duration.ofDays(1)));
    }

    @Test
    void readsEveryKey() {
        AuthConfig config = read("""
                sessions: {access: 2m, idle: 7d, absolute: 14d, grace: 5s, maxPerAccount: 9}
                passwords: {cost: {memoryKib: 47104, iterations: 1, parallelism: 2}, threads: 3, maxWaiting: 7, minLength: 14, breached: /srv/ranges}
                attempts:
                  perAccountAndAddress: {free: 1, first: 2s, longest: 3s, forgottenAfter: 4s}
                  perAccount: {free: 5, first: 6s, longest: 7s, forgottenAfter: 8s}
                  perAddress: {free: 9, first: 10s, longest: 11s, forgottenAfter: 12s}
                  addressKnownFor: 13d
                signingKeys: {period: 10d, announced: 2h}
                factors: {required: true, issuer: Ours, stepUpAge: 5m, passkeys: {relyingPartyId: a.org, origins: ['https://b.a.org']}}
                openId: {issuer: "https://chat.example.org", access: 1m}
                abuse:
                  registrations: {free: 21, first: 1s, longest: 2s, forgottenAfter: 3s}
                  clients: {free: 22, first: 4s, longest: 5s, forgottenAfter: 6s}
                  signals: {accounts: 23, failures: 24, window: 25m}
                  proofOfWork: 26
                """);

        assertThat(config)
                .isEqualTo(new AuthConfig(
                        new AuthConfig.Lifetimes(
                                Duration.ofMinutes(2),
                                Duration.ofDays(7),
                                Duration.ofDays(14),
                                Duration.ofSeconds(5),
                                9),
                        new AuthConfig.Hashing(new Argon2Cost(47104, 1, 2), 3, 7, 14, Path.of("/srv/ranges")),
                        new AttemptLimits(
                                new Backoff(1, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)),
                                new Backoff(5, Duration.ofSeconds(6), Duration.ofSeconds(7), Duration.ofSeconds(8)),
                                new Backoff(9, Duration.ofSeconds(10), Duration.ofSeconds(11), Duration.ofSeconds(12)),
                                Duration.ofDays(13)),
                        new AuthConfig.Keys(Duration.ofDays(10), Duration.ofHours(2)),
                        new FactorConfig(
                                true,
                                "Ours",
                                Duration.ofMinutes(5),
                                new PasskeyConfig("a.org", List.of("https://b.a.org"))),
                        new OpenIdConfig(URI.create("https://chat.example.org"), Duration.ofMinutes(1)),
                        new AbuseConfig(
                                new Backoff(21, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                                new Backoff(22, Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6)),
                                new AbuseConfig.Signals(23, 24, Duration.ofMinutes(25)),
                                26)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sessions: {access: 2h} | sessions.access: must be 10s to 1h",
                "sessions: {idle: 1m} | sessions.idle: must be at least",
                "sessions: {absolute: 1d} | sessions.absolute: must be at least idle",
                "sessions: {grace: 5m} | sessions.grace: must be 0s to 60s",
                "sessions: {maxPerAccount: 0} | sessions.maxPerAccount: must be 1 to 500",
                "passwords: {threads: 0} | passwords.threads: must be 1 to 256",
                "passwords: {maxWaiting: -1} | passwords.maxWaiting: must be 0 to 10000",
                "passwords: {minLength: 7} | passwords.minLength: must be 8 to 64",
                "passwords: {minLength: 65} | passwords.minLength: must be 8 to 64",
                "abuse: {proofOfWork: 31} | abuse.proofOfWork: must be 0 to 30",
                "abuse: {signals: {accounts: 1}} | abuse.signals.accounts: must be 2 to 1000",
                "abuse: {signals: {failures: 1}} | abuse.signals.failures: must be at least 2",
                "abuse: {signals: {window: 1s}} | abuse.signals.window: must be 1m to 1d",
                "abuse: {clients: {free: 0}} | abuse.clients.free: must be",
                "passwords: {cost: {memoryKib: 1}} | passwords.cost.memoryKib: must be",
                "attempts: {perAddress: {free: 0}} | attempts.perAddress.free: must be",
                "signingKeys: {announced: 1m} | signingKeys.announced: must be",
                "signingKeys: {period: 1d} | signingKeys.period: must be",
                "factors: {stepUpAge: 10s} | factors.stepUpAge: must be 1m to 1h",
                "factors: {passkeys: {origins: ['http://a.org']}} | factors.passkeys.origins: must be like",
                "factors: {passkeys: {origins: ['https://a.org/']}} | factors.passkeys.origins: must be like",
                "factors: {passkeys: {origins: ['https://evillocalhost']}} | factors.passkeys.origins: https://evillocalhost is not",
                "factors: {passkeys: {relyingPartyId: 'A B'}} | factors.passkeys.relyingPartyId: must be",
                "factors: {issuer: 'a:b'} | factors.issuer: must have",
                "openId: {access: 2h} | openId.access: must be 10s to 1h",
                "openId: {issuer: 'https://chat.example.org/'} | openId.issuer: must be an origin",
                "openId: {issuer: 'https://a@chat.example.org'} | openId.issuer: must be an origin",
                "openId: {issuer: 'javascript:alert(1)'} | openId.issuer: must be an origin",
                "session: {access: 1m} | session",
            })
    void refusesWhatIsOutOfRangeOrUnknownByItsKey(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class).hasMessageContaining(message);
    }
}
