package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is ended while others begin it: nothing may slip through.
class AccountRaceTest {
    private static final int ROUNDS = 40;

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private boolean isActive(Tokens tokens) {
        return fixture.auth.sessions().isActive(TenantId.DEFAULT, tokens.sessionId());
    }

    private static void atOnce(List<Runnable> works) {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            works.forEach(callers::execute);
        }
    }

    private static Caller.User owner(Tokens tokens) {
        return new Caller.User(TenantId.DEFAULT, tokens.userId(), tokens.sessionId(), Set.of(Role.OWNER));
    }

    /// Sign-ins and refreshes during a change of the password: who got in with the old one is out afterwards.
    @Test
    void nobodyStaysWithTheOldPassword() {
        Tokens here = fixture.signUp("ada");
        String current = Fixture.PASSWORD;
        for (int round = 0; round < ROUNDS; round++) {
            String old = current;
            String next = "eleven purple owls " + round;
            Queue<Tokens> gotIn = new ConcurrentLinkedQueue<>();
            Tokens before = fixture.auth.sessions().logIn(Fixture.login("ada", old), Fixture.HOME);
            List<Runnable> works = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                works.add(() -> tolerating(
                        () -> gotIn.add(fixture.auth.sessions().logIn(Fixture.login("ada", old), Fixture.HOME))));
            }
            works.add(() -> tolerating(() -> gotIn.add(fixture.auth.sessions().refresh(before.refreshToken()))));
            works.add(() -> fixture.auth
                    .ownAccount()
                    .changePassword(Fixture.caller(here), new PasswordChange(Secret.of(old), Secret.of(next))));
            atOnce(works);

            assertThat(gotIn).noneMatch(this::isActive);
            assertThat(isActive(before)).isFalse();
            assertThat(isActive(here)).isTrue();
            current = next;
        }
    }

    @Test
    void nobodyStaysInAClosedAccount() {
        Caller.User owner = owner(fixture.signUp("owner"));
        Tokens first = fixture.signUp("ada");
        for (int round = 0; round < ROUNDS; round++) {
            Queue<Tokens> gotIn = new ConcurrentLinkedQueue<>();
            Tokens before = fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME);
            List<Runnable> works = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                works.add(() ->
                        tolerating(() -> gotIn.add(fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME))));
            }
            works.add(() -> tolerating(() -> gotIn.add(fixture.auth.sessions().refresh(before.refreshToken()))));
            works.add(() -> fixture.auth.administration().deactivate(owner, first.userId()));
            atOnce(works);

            assertThat(gotIn).noneMatch(this::isActive);
            assertThat(isActive(before)).isFalse();
            fixture.auth.administration().reactivate(owner, first.userId());
        }
    }

    @Test
    void ofTwoOwnersWhoLeaveAtOnceOneStays() {
        Tokens ada = fixture.signUp("ada");
        Tokens bob = fixture.signUp("bob");
        for (int round = 0; round < ROUNDS; round++) {
            fixture.auth.administration().changeRoles(owner(ada), bob.userId(), Set.of(Role.OWNER));
            fixture.auth.administration().changeRoles(owner(ada), ada.userId(), Set.of(Role.OWNER));
            Queue<String> refusals = new ConcurrentLinkedQueue<>();
            atOnce(List.of(
                    () -> noting(
                            refusals,
                            () -> fixture.auth
                                    .administration()
                                    .changeRoles(owner(ada), ada.userId(), Set.of(Role.MEMBER))),
                    () -> noting(refusals, () -> fixture.auth.administration().deactivate(owner(bob), bob.userId()))));

            assertThat(refusals).containsExactly("last-owner");
            fixture.auth.administration().reactivate(owner(ada), bob.userId());
        }
    }

    private static void tolerating(Runnable work) {
        noting(new ConcurrentLinkedQueue<>(), work);
    }

    private static void noting(Queue<String> refusals, Runnable work) {
        try {
            work.run();
        } catch (ProblemException e) {
            refusals.add(e.type().code());
        }
    }
}
