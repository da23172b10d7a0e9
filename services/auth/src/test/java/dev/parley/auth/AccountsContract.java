package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [AccountsApi] promises, on the object as well as over HTTP.
interface AccountsContract {
    Caller.Service MESSAGING = new Caller.Service(TenantId.DEFAULT, "messaging");

    AccountsApi accounts();

    static void assertRefused(String code, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type().code()).isEqualTo(code);
            assertThat(problem.type().status()).isEqualTo(status);
        });
    }

    private static <T> List<T> allAtOnce(int times, Callable<T> call) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(callers.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Test
    default void anAccountIsFoundByIdAndByName() {
        Account ada = accounts().register(new Registration("Ada.L", Fixture.password(), "Ada Lovelace"));

        assertThat(ada.userName()).isEqualTo("Ada.L");
        assertThat(ada.displayName()).isEqualTo("Ada Lovelace");
        assertThat(accounts().account(MESSAGING, ada.id())).isEqualTo(ada);
        assertThat(accounts().accountByUserName(MESSAGING, "Ada.L")).isEqualTo(ada);
        assertThat(accounts().accountByUserName(MESSAGING, "aDA.l")).isEqualTo(ada);
    }

    @Test
    default void theFirstAccountIsTheOwnerAndNoOther() {
        assertThat(accounts().register(Fixture.registration("ada")).roles()).contains(Role.OWNER, Role.MEMBER);
        assertThat(accounts().register(Fixture.registration("bob")).roles()).containsExactly(Role.MEMBER);
        assertThat(accounts().accountByUserName(MESSAGING, "ada").roles()).contains(Role.OWNER);
    }

    @Test
    default void aUserNameIsTakenInEveryCaseAndWidth() {
        accounts().register(Fixture.registration("Ada"));

        for (String same : List.of("Ada", "ada", "ADA", "ａｄａ")) {
            assertRefused("user-name-taken", 409, () -> accounts().register(Fixture.registration(same)));
        }
    }

    @Test
    default void ofManyWhoWantANameAtOnceOneGetsIt() throws Exception {
        List<Boolean> won = allAtOnce(12, () -> {
            try {
                accounts().register(Fixture.registration("ada"));
                return true;
            } catch (ProblemException e) {
                assertThat(e.type().code()).isEqualTo("user-name-taken");
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"elevenchars", "Password12345", "x"})
    default void aWeakPasswordIsRefusedAndOpensNothing(String weak) {
        assertRefused("weak-password", 400, () -> accounts().register(new Registration("ada", Secret.of(weak), "Ada")));
        assertRefused("not-found", 404, () -> accounts().accountByUserName(MESSAGING, "ada"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", ".ada", "a da", "аda", "ad\u200Ba", "ada\u202E", "ada\u0000", "ada\uFFFD"})
    default void aUserNameThatCouldDeceiveIsRefused(String userName) {
        assertRefused("validation-failed", 400, () -> accounts().register(Fixture.registration(userName)));
        // Not found, or, where it cannot stand in a URL, not even asked for.
        assertThatThrownBy(() -> accounts().accountByUserName(MESSAGING, userName))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().status()).isIn(400, 404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Ada\u202Eecalevol", "A\u200Bda", "Ada\nadmin", "\u3164", "Ada\u0000"})
    default void aDisplayNameThatCouldDeceiveIsRefused(String displayName) {
        assertRefused(
                "validation-failed",
                400,
                () -> accounts().register(new Registration("ada", Fixture.password(), displayName)));
    }

    @Test
    default void aPasswordBeyondTheLimitIsRefused() {
        Secret tooLong = Secret.of("murky teapot ".repeat(20));

        assertRefused("validation-failed", 400, () -> accounts().register(new Registration("ada", tooLong, "Ada")));
    }

    @Test
    default void whatDoesNotExistIsNotFound() {
        UserId nobody = new UserId("usr_00000000000000000000000001");

        assertRefused("not-found", 404, () -> accounts().account(MESSAGING, nobody));
        assertRefused("not-found", 404, () -> accounts().accountByUserName(MESSAGING, "nobody"));
    }
}
