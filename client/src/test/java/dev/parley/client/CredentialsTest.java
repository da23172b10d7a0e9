package dev.parley.client;

import static dev.parley.client.token.InMemoryAuth.SESSION;
import static dev.parley.client.token.InMemoryAuth.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Shelf.Book;
import dev.parley.client.token.ServiceTokens;
import dev.parley.client.token.SettableClock;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.http.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who a service sees when it is called, told by its real verifier.
class CredentialsTest extends ParleyHttpFixture {
    private static final Caller.User PERSON =
            new Caller.User(TenantId.DEFAULT, USER, SESSION, Set.of(Role.MEMBER, Role.COMPLIANCE_OFFICER));
    private static final Caller.Service SERVICE = new Caller.Service(TenantId.DEFAULT, "search");

    private final Credentials service = Credentials.ofService("search", Shelf.SERVICE_TOKENS, InstantSource.system());

    @Test
    void callsAsTheServiceItIs() {
        assertThat(callerSeen(service.forTenant("shelf", TenantId.DEFAULT))).isEqualTo(SERVICE);
    }

    @Test
    void callsForAnotherServiceUnderItsOwnName() {
        Caller.Service other = new Caller.Service(TenantId.DEFAULT, "gateway");

        assertThat(callerSeen(service.forCaller("shelf", other))).isEqualTo(SERVICE);
    }

    @Test
    void callsForAPersonAsThatPerson() {
        assertThat(callerSeen(service.forCaller("shelf", PERSON))).isEqualTo(PERSON);
    }

    @Test
    void callsForNobodyWithoutAToken() {
        assertThat(service.forCaller("shelf", new Caller.Anonymous(TenantId.DEFAULT)))
                .isEmpty();
        assertRefused(Call.get("/v1/caller"), ProblemType.UNAUTHENTICATED);
    }

    @Test
    void callsWithTheTokenItWasGiven() {
        Credentials person = Credentials.ofToken(Secret.of(shelf.auth.token()));

        assertThat(callerSeen(person.forCaller("shelf", SERVICE)))
                .isInstanceOfSatisfying(
                        Caller.User.class, user -> assertThat(user.user()).isEqualTo(USER));
    }

    @Test
    void cannotCallWithATokenForAnotherService() {
        assertRefused(
                Call.get("/v1/caller").bearer(service.forTenant("crypto", TenantId.DEFAULT)),
                ProblemType.INVALID_TOKEN);
    }

    @Test
    void cannotCallAsAPersonWhatIsForServices() {
        Optional<String> person = Optional.of(shelf.auth.token());

        assertRefused(Call.get("/v1/services/only").bearer(person), ProblemType.FORBIDDEN);
        assertRefused(Call.get("/v1/services/only").bearer(service.forCaller("shelf", PERSON)), ProblemType.FORBIDDEN);
        client().call(Call.get("/v1/services/only").bearer(service.forTenant("shelf", TenantId.DEFAULT)), Book.class);
    }

    @Test
    void cannotCallForAPersonWhoseSessionWasRevoked() {
        shelf.feed.revoked(SESSION);

        assertRefused(Call.get("/v1/caller").bearer(service.forCaller("shelf", PERSON)), ProblemType.INVALID_TOKEN);
    }

    @Test
    void usesATokenForHalfOfItsLife() {
        SettableClock clock = new SettableClock();
        ServiceTokens tokens = new ServiceTokens(Secret.of("0123456789abcdef0123456789abcdef"), clock);
        Credentials credentials = Credentials.ofService("search", tokens, clock);
        Optional<String> first = credentials.forCaller("shelf", PERSON);

        clock.advance(ServiceTokens.LIFE.dividedBy(2).minusSeconds(1));
        assertThat(credentials.forCaller("shelf", PERSON)).isEqualTo(first);
        assertThat(credentials.forCaller("crypto", PERSON)).isNotEqualTo(first);
        assertThat(credentials.forTenant("shelf", TenantId.DEFAULT)).isNotEqualTo(first);

        clock.advance(Duration.ofSeconds(1));
        assertThat(credentials.forCaller("shelf", PERSON)).isNotEqualTo(first);
    }

    private Caller callerSeen(Optional<String> token) {
        shelf.requests.clear();
        client().call(Call.get("/v1/caller").bearer(token), Book.class);
        return shelf.requests.getLast().caller();
    }

    private void assertRefused(Call call, ProblemType type) {
        shelf.behaviour = request -> Response.ok(new Book("seen"));
        assertThatThrownBy(() -> client().call(call, Book.class))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
