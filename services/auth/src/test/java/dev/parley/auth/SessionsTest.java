package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWKSet;
import dev.parley.api.auth.SessionSignals;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.password.Argon2Cost;
import dev.parley.auth.password.Argon2id;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest implements SessionsContract {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
        fixture.hash.calls();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public SessionsApi sessions() {
        return fixture.auth.sessions();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }

    private static String keyId(Tokens tokens) throws Exception {
        return JWSObject.parse(new String(tokens.accessToken().reveal(), StandardCharsets.US_ASCII))
                .getHeader()
                .getKeyID();
    }

    @Test
    void aSessionOutlivesARestart() {
        Tokens tokens = sessions().logIn(Fixture.login("ada"));

        try (Auth next = fixture.open(Fixture.CONFIG)) {
            assertThat(next.sessions().isActive(TenantId.DEFAULT, tokens.sessionId()))
                    .isTrue();
            assertThat(next.sessions().jsonWebKeySet()).isEqualTo(sessions().jsonWebKeySet());
            next.sessions().refresh(tokens.refreshToken());
        }
    }

    @Test
    void aPasswordIsHashedAnewWhenTheCostRises() {
        Argon2Cost higher = new Argon2Cost(128, 1, 1);
        AuthConfig dearer = new AuthConfig(
                Fixture.CONFIG.sessions(),
                new AuthConfig.Hashing(higher, 1, 8),
                Fixture.CONFIG.attempts(),
                Fixture.CONFIG.signingKeys());

        try (Auth next = fixture.open(dearer)) {
            next.sessions().logIn(Fixture.login("ada"));
            assertThat(fixture.hash.calls()).containsExactly(Fixture.CHEAP, higher);
            next.sessions().logIn(Fixture.login("ada"));
            assertThat(fixture.hash.calls()).containsExactly(higher);
        }
        sessions().logIn(Fixture.login("ada"));
        assertThat(fixture.hash.calls()).containsExactly(higher);
    }

    @Test
    void keysRotateAndNothingIsRejectedOnTheWay() throws Exception {
        Duration step = Duration.ofHours(13);
        Tokens tokens = sessions().logIn(Fixture.login("ada"));
        String firstKey = keyId(tokens);
        JWKSet seenYesterday = JWKSet.parse(sessions().jsonWebKeySet());
        for (int i = 0; i < 120; i++) {
            fixture.clock.advance(step);
            tokens = sessions().refresh(tokens.refreshToken());
            // A verifier whose keys are 13 hours old knows the key of a new token.
            assertThat(seenYesterday.getKeyByKeyId(keyId(tokens))).isNotNull();
            seenYesterday = JWKSet.parse(sessions().jsonWebKeySet());
            // And the keys of now still verify a token that was made a moment before.
            assertThat(seenYesterday.getKeyByKeyId(keyId(tokens))).isNotNull();
            assertThat(seenYesterday.size()).isBetween(2, 3);
        }
        assertThat(keyId(tokens)).isNotEqualTo(firstKey);
        assertThat(seenYesterday.getKeyByKeyId(firstKey)).isNull();
    }

    @Test
    void twoProcessesSignWithTheSameKeys() throws Exception {
        try (Auth other = fixture.open(Fixture.CONFIG)) {
            for (int i = 0; i < 5; i++) {
                Tokens here = sessions().logIn(Fixture.login("ada"));
                Tokens there = other.sessions().logIn(Fixture.login("ada"));
                assertThat(keyId(here)).isEqualTo(keyId(there));
                assertThat(other.sessions().jsonWebKeySet())
                        .isEqualTo(sessions().jsonWebKeySet());
                fixture.clock.advance(Duration.ofDays(31));
                // Whoever is asked first makes the next key; the other reads it within a minute.
                sessions().jsonWebKeySet();
                fixture.clock.advance(Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void anotherSecretCannotOpenTheKeys() {
        AuthPorts ports = new AuthPorts(
                fixture.storage.documents(),
                fixture.storage.signals(),
                fixture.audit,
                fixture.clock,
                new SecureRandom());
        Secret other = Secret.of("x".repeat(32));

        assertThatThrownBy(() -> new Auth(Fixture.CONFIG, ports, other, new Argon2id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the secret of auth is not the one");
    }

    @Test
    void aRevocationIsSignalled() {
        List<SessionId> heard = new CopyOnWriteArrayList<>();
        try (var _ = fixture.storage
                .signals()
                .subscribe(
                        TenantId.DEFAULT,
                        SessionSignals.REVOKED,
                        payload -> heard.add(SessionSignals.decode(payload)))) {
            Tokens tokens = sessions().logIn(Fixture.login("ada"));
            sessions().logOut(Fixture.caller(tokens));

            await().until(() -> heard.equals(List.of(tokens.sessionId())));
        }
    }

    @Test
    void oneSessionTooManyEndsTheOneLongestUnused() {
        AuthConfig.Lifetimes three = new AuthConfig.Lifetimes(
                Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(90), Duration.ofSeconds(10), 3);
        AuthConfig config = new AuthConfig(
                three, Fixture.CONFIG.passwords(), Fixture.CONFIG.attempts(), Fixture.CONFIG.signingKeys());
        try (Auth small = fixture.open(config)) {
            Tokens oldest = small.sessions().logIn(Fixture.login("ada"));
            fixture.clock.advance(Duration.ofMinutes(1));
            Tokens unused = small.sessions().logIn(Fixture.login("ada"));
            fixture.clock.advance(Duration.ofMinutes(1));
            Tokens newer = small.sessions().logIn(Fixture.login("ada"));
            small.sessions().refresh(oldest.refreshToken());
            small.sessions().logIn(Fixture.login("ada"));

            assertThat(small.sessions().isActive(TenantId.DEFAULT, oldest.sessionId()))
                    .isTrue();
            assertThat(small.sessions().isActive(TenantId.DEFAULT, newer.sessionId()))
                    .isTrue();
            assertThat(small.sessions().isActive(TenantId.DEFAULT, unused.sessionId()))
                    .isFalse();
            assertThat(fixture.audit.actions()).contains("session.expired.displaced");
        }
    }

    @Test
    void loggingOutTwiceIsLoggingOutOnce() {
        Tokens tokens = sessions().logIn(Fixture.login("ada"));
        sessions().logOut(Fixture.caller(tokens));
        sessions().logOut(Fixture.caller(tokens));

        assertThat(fixture.audit.actions()).containsOnlyOnce("session.expired.logout");
        assertThat(sessions().revocations(Fixture.START).revocations()).hasSize(1);
    }

    @Test
    void everyEventIsToldToTheAuditLog() {
        Tokens first = fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
        assertRefused(
                "invalid-credentials",
                401,
                () -> fixture.auth.sessions().logIn(Fixture.login("nobody", "wrong"), Fixture.AWAY));
        sessions().refresh(first.refreshToken());
        fixture.clock.advance(Duration.ofMinutes(1));
        assertRefused("invalid-token", 401, () -> fixture.auth.sessions().refresh(first.refreshToken(), Fixture.AWAY));
        Tokens second = fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
        sessions().logOut(Fixture.caller(second));

        assertThat(fixture.audit.actions())
                .containsExactly(
                        "user.created",
                        "authn.login.success",
                        "authn.login.fail",
                        "authn.token.reuse",
                        "authn.login.success",
                        "session.expired.logout");
        assertThat(fixture.audit.all()).allSatisfy(record -> {
            assertThat(record.details()).isEmpty();
            assertThat(record.resource() + record.actor()).doesNotContain("192.0.2", "198.51", "nobody", "laptop");
        });
        assertThat(fixture.audit.all().get(2).subject()).isNull();
        assertThat(fixture.audit.all().get(3).personal()).containsEntry("address", "198.51.100.9");
    }
}
