package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Tokens;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Refresh tokens used from two places at once, and while the session ends.
class RefreshAttackTest {
    private static final int RUNS = 50;

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Tokens logIn() {
        return fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
    }

    private boolean active(Tokens tokens) {
        return fixture.auth.sessions().isActive(TenantId.DEFAULT, tokens.sessionId());
    }

    private Optional<Tokens> refresh(Secret token) {
        try {
            return Optional.of(fixture.auth.sessions().refresh(token));
        } catch (ProblemException e) {
            assertThat(e.type().code()).isEqualTo("invalid-token");
            return Optional.empty();
        }
    }

    private static <T> List<T> together(ExecutorService threads, List<Callable<T>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> call : calls) {
            running.add(threads.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }

    @Test
    void ofManyAtOnceAllGetTheOneSuccessorAndItIsGood() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int run = 0; run < RUNS; run++) {
                Tokens first = logIn();
                List<Callable<Optional<Tokens>>> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    calls.add(() -> refresh(first.refreshToken()));
                }
                Set<Secret> successors = new HashSet<>();
                for (Optional<Tokens> answer : together(threads, calls)) {
                    successors.add(answer.orElseThrow().refreshToken());
                }

                assertThat(successors).hasSize(1);
                assertThat(refresh(successors.iterator().next())).isPresent();
                assertThat(active(first)).isTrue();
            }
        }
    }

    @Test
    void ofManyAtOnceWithoutGraceOneWinsAndTheSessionEnds() throws Exception {
        AuthConfig.Lifetimes strict = new AuthConfig.Lifetimes(
                Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(90), Duration.ZERO, 100);
        AuthConfig config = new AuthConfig(
                strict, Fixture.CONFIG.passwords(), Fixture.CONFIG.attempts(), Fixture.CONFIG.signingKeys());
        try (Auth auth = fixture.open(config);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int run = 0; run < RUNS; run++) {
                Tokens first = logIn();
                Callable<Boolean> replay = () -> {
                    try {
                        auth.sessions().refresh(first.refreshToken());
                        return true;
                    } catch (ProblemException e) {
                        return false;
                    }
                };

                assertThat(together(threads, List.of(replay, replay))).containsExactlyInAnyOrder(true, false);
                assertThat(active(first)).isFalse();
            }
        }
    }

    @Test
    void aThiefWithinTheGraceIsFoundOutAtTheNextStep() {
        Tokens stolen = logIn();
        Tokens owner = refresh(stolen.refreshToken()).orElseThrow();
        Tokens thief = refresh(stolen.refreshToken()).orElseThrow();
        assertThat(thief.refreshToken()).isEqualTo(owner.refreshToken());
        fixture.clock.advance(Duration.ofMinutes(4));
        Tokens thiefAgain = refresh(thief.refreshToken()).orElseThrow();
        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(refresh(owner.refreshToken())).isEmpty();

        assertThat(active(owner)).isFalse();
        assertThat(refresh(thiefAgain.refreshToken())).isEmpty();
        assertThat(fixture.audit.actions()).contains("authn.token.reuse");
    }

    @Test
    void noRefreshSurvivesALogoutAtTheSameTime() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int run = 0; run < RUNS; run++) {
                Tokens first = logIn();
                Callable<Optional<Tokens>> refresh = () -> refresh(first.refreshToken());
                Callable<Optional<Tokens>> logOut = () -> {
                    fixture.auth.sessions().logOut(Fixture.caller(first));
                    return Optional.empty();
                };

                List<Optional<Tokens>> answers = together(threads, List.of(refresh, refresh, logOut));

                assertThat(active(first)).isFalse();
                for (Optional<Tokens> answer : answers) {
                    answer.ifPresent(
                            tokens -> assertThat(refresh(tokens.refreshToken())).isEmpty());
                }
                assertThat(refresh(first.refreshToken())).isEmpty();
            }
            assertThat(fixture.auth.sessions().revocations(Fixture.START).revocations())
                    .hasSize(RUNS);
        }
    }

    @Test
    void reuseIsToldOnceHoweverOftenItHappens() {
        Tokens first = logIn();
        refresh(first.refreshToken());
        fixture.clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 20; i++) {
            assertThat(refresh(first.refreshToken())).isEmpty();
        }

        assertThat(fixture.audit.actions()).containsOnlyOnce("authn.token.reuse");
    }

    @Test
    void anotherSessionOfTheSameAccountGoesOn() {
        Tokens phone = logIn();
        Tokens laptop = logIn();
        refresh(phone.refreshToken());
        fixture.clock.advance(Duration.ofMinutes(1));
        assertRefused("invalid-token", 401, () -> fixture.auth.sessions().refresh(phone.refreshToken()));

        assertThat(active(laptop)).isTrue();
        assertThat(refresh(laptop.refreshToken())).isPresent();
    }
}
