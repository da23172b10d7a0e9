package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.api.auth.Login;
import dev.parley.auth.attempt.AttemptLimits;
import dev.parley.auth.attempt.Backoff;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on signing in.
class LoginAttackTest {
    private static final String WRONG = "wrong parrots 42 green";

    @TempDir
    Path folder;

    /// As the defaults, with fewer free failures, so that an attack is short.
    private static final AuthConfig CONFIG = new AuthConfig(
            Fixture.CONFIG.sessions(),
            Fixture.CONFIG.passwords(),
            new AttemptLimits(
                    Fixture.CONFIG.attempts().perAccountAndAddress(),
                    new Backoff(20, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1)),
                    new Backoff(30, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1)),
                    Duration.ofDays(90)),
            Fixture.CONFIG.signingKeys());

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder, CONFIG);
        fixture.auth.accounts().register(Fixture.registration("ada"));
        fixture.hash.calls();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ProblemException refusal(String userName, String password, ClientAddress from) {
        return catchThrowableOfType(
                ProblemException.class, () -> fixture.auth.sessions().logIn(Fixture.login(userName, password), from));
    }

    private static ClientAddress bot(int number) {
        return ClientAddress.of("203.0." + number / 256 + "." + number % 256);
    }

    @Test
    void nothingInAnAnswerTellsWhetherTheAccountExists() {
        ProblemException known = refusal("ada", WRONG, Fixture.AWAY);
        for (String other : List.of("nobody", "not a name!", "ada\u202E", "x".repeat(64))) {
            ProblemException unknown = refusal(other, WRONG, Fixture.AWAY);

            assertThat(unknown.type()).isEqualTo(known.type());
            assertThat(unknown.detail()).isEqualTo(known.detail());
            assertThat(unknown.errors()).isEqualTo(known.errors());
            assertThat(unknown.retryAfter()).isEqualTo(known.retryAfter());
        }
    }

    @Test
    void theSameHashIsComputedWhetherTheAccountExistsOrNot() {
        for (String name : List.of("ada", "nobody", "not a name!", "ada\u202E", "x".repeat(64))) {
            refusal(name, WRONG, Fixture.AWAY);

            assertThat(fixture.hash.calls()).as(name).containsExactly(Fixture.CHEAP);
        }
    }

    @Test
    void anUnknownNameIsThrottledLikeAKnownOne() {
        for (String name : List.of("ada", "nobody", "not a name!")) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                codes.add(refusal(name, WRONG, Fixture.AWAY).type().code());
            }
            assertThat(codes.subList(0, 10)).containsOnly("invalid-credentials");
            assertThat(codes.subList(10, 12)).containsOnly("too-many-attempts");
        }
    }

    @Test
    void guessingBecomesSlowAndCostsUsNothing() {
        for (int i = 0; i < 10; i++) {
            refusal("ada", WRONG, Fixture.AWAY);
        }
        fixture.hash.calls();
        for (int i = 0; i < 20; i++) {
            ProblemException refused = refusal("ada", Fixture.PASSWORD, Fixture.AWAY);
            assertThat(refused.type()).isEqualTo(AuthProblems.TOO_MANY_ATTEMPTS);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(fixture.hash.calls()).isEmpty();

        // Knocking on did not lengthen the wait.
        fixture.clock.advance(Duration.ofSeconds(1));
        refusal("ada", WRONG, Fixture.AWAY);
        assertThat(refusal("ada", WRONG, Fixture.AWAY).retryAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everyWayToTypeTheNameCountsAsOne() {
        List<String> ways = List.of("ada", "ADA", "Ada", "ａｄａ", "aDa");
        for (int i = 0; i < 10; i++) {
            refusal(ways.get(i % ways.size()), WRONG, Fixture.AWAY);
        }
        assertThat(refusal("ADa", WRONG, Fixture.AWAY).type()).isEqualTo(AuthProblems.TOO_MANY_ATTEMPTS);
    }

    @Test
    void manyGuessesAtOnceGainNothing() throws Exception {
        AtomicInteger judged = new AtomicInteger();
        try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                running.add(attackers.submit(() -> {
                    if (refusal("ada", WRONG, Fixture.AWAY).type().equals(AuthProblems.INVALID_CREDENTIALS)) {
                        judged.incrementAndGet();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(judged).hasValue(10);
    }

    @Test
    void anAttackerElsewhereCannotLockOutTheOwner() {
        fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
        for (int i = 0; i < 100; i++) {
            refusal("ada", WRONG, bot(i));
        }
        // Strangers wait, the owner at home does not.
        assertThat(refusal("ada", Fixture.PASSWORD, Fixture.AWAY).type()).isEqualTo(AuthProblems.TOO_MANY_ATTEMPTS);
        fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
    }

    @Test
    void anOwnerAtANewAddressWaitsAMinuteAtMost() {
        for (int i = 0; i < 60; i++) {
            refusal("ada", WRONG, bot(i));
            fixture.clock.advance(Duration.ofMinutes(i < 20 ? 0 : 1));
        }
        refusal("ada", WRONG, bot(60));
        Duration wait = Objects.requireNonNull(
                refusal("ada", Fixture.PASSWORD, Fixture.AWAY).retryAfter());
        assertThat(wait).isLessThanOrEqualTo(Duration.ofMinutes(1));

        fixture.clock.advance(wait);
        fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.AWAY);
    }

    @Test
    void oneAddressCannotTryManyAccounts() {
        int judged = 0;
        for (int i = 0; i < 40; i++) {
            judged +=
                    refusal("person" + i, WRONG, Fixture.AWAY).type().equals(AuthProblems.INVALID_CREDENTIALS) ? 1 : 0;
        }
        assertThat(judged).isEqualTo(30);
        // Others are not touched by it.
        fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
    }

    @Test
    void signingInRightlyForHoursNeverMakesAnyoneWait() {
        for (int i = 0; i < 50; i++) {
            fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
        }
    }

    @Test
    void failuresAreForgotten() {
        for (int i = 0; i < 10; i++) {
            refusal("ada", WRONG, Fixture.AWAY);
        }
        fixture.clock.advance(Duration.ofHours(1));

        assertThat(refusal("ada", WRONG, Fixture.AWAY).type()).isEqualTo(AuthProblems.INVALID_CREDENTIALS);
    }

    @Test
    void aStormIsRefusedWithoutCountingAgainstAnybody() throws Exception {
        AuthConfig tiny = new AuthConfig(
                Fixture.CONFIG.sessions(),
                new AuthConfig.Hashing(Fixture.CHEAP, 1, 2),
                CONFIG.attempts(),
                Fixture.CONFIG.signingKeys());
        try (Auth auth = fixture.open(tiny);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ProblemType>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                running.add(callers.submit(() -> {
                    try {
                        auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
                        return ProblemType.CONFLICT;
                    } catch (ProblemException e) {
                        return e.type();
                    }
                }));
            }
            for (Future<ProblemType> one : running) {
                assertThat(one.get()).isIn(ProblemType.CONFLICT, ProblemType.UNAVAILABLE);
            }
            // The storm is over, and whoever comes next is let in.
            auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
        }
    }

    @Test
    void whatIsTypedAsANameIsStoredAndToldNowhere() {
        String typed = "my password by mistake";
        refusal(typed, WRONG, Fixture.AWAY);

        assertThat(fixture.audit.last().toString()).doesNotContain("mistake");
        assertThat(fixture.audit.last().subject()).isNull();
    }

    @Test
    void namesBeyondTheLimitAreRefusedBeforeAnything() {
        for (String name : List.of("", "x".repeat(65), "x".repeat(1_000_000))) {
            assertRefused(
                    "validation-failed",
                    400,
                    () -> fixture.auth.sessions().logIn(new Login(name, Fixture.password(), "laptop")));
        }
        assertThat(fixture.hash.calls()).isEmpty();
    }

    @Test
    void aSessionOfOneTenantIsNoneInAnother() {
        var tokens = fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);

        assertThat(fixture.auth.sessions().isActive(new TenantId("tnt_00000000000000000000000001"), tokens.sessionId()))
                .isFalse();
    }
}
