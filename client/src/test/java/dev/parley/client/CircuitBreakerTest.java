package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.ClientConfig.Breaker;
import dev.parley.client.Shelf.Book;
import dev.parley.client.token.SettableClock;
import dev.parley.core.call.CallContext;
import dev.parley.core.id.IdSource;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Response;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest extends ParleyHttpFixture {
    private static final Breaker BREAKER = new Breaker(50, 10, 4, Duration.ofSeconds(5), 2);

    private final SettableClock clock = new SettableClock();
    private final ParleyHttp client =
            client(config(proxy.url()).withBreaker(BREAKER).withRetry(ONE_TRY), clock);

    @Test
    void opensAfterEnoughFailuresAndSendsNothingMore() {
        open();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the circuit to shelf is open");
        }
        assertThat(shelf.executions()).isEqualTo(4);
        assertThat(state()).isEqualTo(2);
    }

    @Test
    void stillSendsWritesNowhereWhileOpen() {
        open();

        assertThatThrownBy(() -> client.call(addBook(), Book.class)).isInstanceOf(StoreUnavailableException.class);
        assertThat(shelf.executions()).isEqualTo(4);
    }

    @Test
    void triesAgainAfterAWhileAndClosesWhenItWorks() {
        open();
        shelf.behaviour = request -> Response.ok(new Book("back"));
        clock.advance(BREAKER.openFor().plusMillis(1));

        client.call(getBook(), Book.class);
        assertThat(state()).isEqualTo(1);
        client.call(getBook(), Book.class);
        assertThat(state()).isEqualTo(0);
    }

    @Test
    void opensAgainWhenItStillFails() {
        open();
        clock.advance(BREAKER.openFor().plusMillis(1));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class)).isInstanceOf(StoreUnavailableException.class);
        }

        assertThat(state()).isEqualTo(2);
        assertThat(shelf.executions()).isEqualTo(6);
    }

    @Test
    void opensWhenNobodyListens() {
        proxy.refuse();
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class)).hasMessageContaining("cannot be reached");
        }

        assertThatThrownBy(() -> client.call(getBook(), Book.class)).hasMessageContaining("circuit");
    }

    @Test
    void staysClosedForRefusals() {
        shelf.behaviour = request -> {
            throw ProblemType.NOT_FOUND.because("nothing");
        };
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class)).hasMessageContaining("nothing");
        }

        assertThat(state()).isEqualTo(0);
        assertThat(shelf.executions()).isEqualTo(20);
    }

    @Test
    void staysClosedForCallersWithoutPatience() {
        CountDownLatch held = new CountDownLatch(1);
        shelf.behaviour = request -> {
            held.await();
            return Response.ok(new Book("late"));
        };
        CallContext hurried = new CallContext(
                new IdSource(clock, new Random(1)).requestId(),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                clock.instant().plusMillis(30));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> ScopedValue.where(CallContext.CURRENT, hurried)
                            .run(() -> client.call(getBook(), Book.class)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        held.countDown();

        assertThat(state()).isEqualTo(0);
    }

    @Test
    void leavesOutOnlyThePlaceThatFails() {
        proxy.refuse();
        ParleyHttp both = client(config(proxy.url(), shelf.url()).withBreaker(BREAKER), clock);
        for (int i = 0; i < 30; i++) {
            both.call(getBook(), Book.class);
        }

        assertThat(shelf.executions()).isEqualTo(30);
        assertThat(waits).hasSize(4);
    }

    private void open() {
        shelf.behaviour = request -> {
            throw new StoreUnavailableException("ill");
        };
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class)).hasMessageContaining("answered 503");
        }
    }

    private double state() {
        return metrics.get("parley.client.breaker.state")
                .tag("replica", proxy.url().getAuthority())
                .gauge()
                .value();
    }
}
