package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest implements AccountsContract {
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

    @Override
    public AccountsApi accounts() {
        return fixture.auth.accounts();
    }

    @Test
    void ofManyFirstAccountsAtOnceOneIsTheOwner() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Account>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String name = "person" + i;
                running.add(callers.submit(() -> accounts().register(Fixture.registration(name))));
            }
            int owners = 0;
            for (Future<Account> one : running) {
                owners += one.get().roles().contains(Role.OWNER) ? 1 : 0;
            }
            assertThat(owners).isOne();
        }
    }

    @Test
    void anotherTenantSeesNothing() {
        Account ada = accounts().register(Fixture.registration("ada"));
        Caller stranger = new Caller.Service(new TenantId("tnt_00000000000000000000000001"), "messaging");

        assertRefused("not-found", 404, () -> accounts().account(stranger, ada.id()));
        assertRefused("not-found", 404, () -> accounts().accountByUserName(stranger, "ada"));
    }

    @Test
    void whoIsNotSignedInSeesNothing() {
        Account ada = accounts().register(Fixture.registration("ada"));
        Caller nobody = new Caller.Anonymous(TenantId.DEFAULT);

        assertRefused("unauthenticated", 401, () -> accounts().account(nobody, ada.id()));
        assertRefused("unauthenticated", 401, () -> accounts().accountByUserName(nobody, "ada"));
    }

    @Test
    void aTakenNameIsRefusedWithoutHashing() {
        accounts().register(Fixture.registration("ada"));
        fixture.hash.calls();

        assertRefused("user-name-taken", 409, () -> accounts().register(Fixture.registration("ada")));

        assertThat(fixture.hash.calls()).isEmpty();
    }

    @Test
    void aRefusedRegistrationLeavesNothingBehind() {
        try {
            accounts()
                    .register(new dev.parley.api.auth.Registration(
                            "ada", dev.parley.core.secret.Secret.of("weak"), "Ada"));
        } catch (ProblemException e) {
            assertThat(fixture.hash.calls()).isEmpty();
        }
        assertThat(fixture.audit.all()).isEmpty();
        assertThat(accounts().register(Fixture.registration("bob")).roles()).contains(Role.OWNER);
    }

    @Test
    void nothingSecretIsInTheFilesInTheClear() throws Exception {
        var tokens = fixture.signUp("ada");
        fixture.close();

        String refreshKey = new String(tokens.refreshToken().reveal(), StandardCharsets.US_ASCII).substring(56, 99);
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content)
                        .as(file.toString())
                        .doesNotContain(Fixture.PASSWORD, refreshKey, "\"d\":", "PRIVATE KEY");
            }
        }
        open();
    }

    @Test
    void tellsTheAuditLogWithoutPersonalDataInTheClear() {
        Account ada = fixture.auth.accounts().register(Fixture.registration("ada"), Fixture.HOME);

        assertThat(fixture.audit.last()).satisfies(record -> {
            assertThat(record.action()).isEqualTo("user.created");
            assertThat(record.actor()).isEqualTo(ada.id().value());
            assertThat(record.subject()).isEqualTo(ada.id());
            assertThat(record.personal()).containsEntry("address", "192.0.2.7");
            assertThat(record.details().toString() + record.resource()).doesNotContain("192.0.2.7", "Display");
        });
    }
}
