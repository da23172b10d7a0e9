package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.ClientConfig.Limits;
import dev.parley.client.ClientConfig.Retry;
import dev.parley.client.Shelf.Book;
import dev.parley.core.call.CallContext;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.RequestId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What is repeated, what is not, and for how long, when the network or the service fails.
class FaultyNetworkTest extends ParleyHttpFixture {
    private static final Limits IMPATIENT =
            new Limits(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(20), 100_000, 16);

    @Test
    void repeatsAReadAfterACutAnswer() {
        for (int bytes : new int[] {0, 1, 40, 150}) {
            proxy.cutAfter(bytes);
            whileWaiting = proxy::heal;

            assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
        }
    }

    @Test
    void repeatsAReadAfterAResetConnection() {
        proxy.reset();
        whileWaiting = proxy::heal;

        assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
        assertThat(shelf.executions()).isEqualTo(2);
    }

    @Test
    void sendsAWriteOnceWhenItsAnswerIsLost() {
        proxy.cutAfter(30);

        assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(AmbiguousCommitException.class);
        assertThat(shelf.executions()).isEqualTo(1);
        assertThat(waits).isEmpty();
    }

    @Test
    void sendsARefreshTokenOnceWhenItMayHaveBeenUsed() {
        HttpSessions sessions = new HttpSessions(client(), Credentials.ofToken(Secret.of("t")));
        for (int bytes : new int[] {0, 30}) {
            proxy.cutAfter(bytes);
            assertThatThrownBy(() -> sessions.refresh(Secret.of("r"))).isInstanceOf(AmbiguousCommitException.class);
        }
        proxy.heal();
        assertThatThrownBy(() -> sessions.refresh(Secret.of("r"))).isInstanceOf(RuntimeException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void sendsARefreshTokenAgainWhenNothingOfItWasSent() {
        HttpSessions sessions = new HttpSessions(client(), Credentials.ofToken(Secret.of("t")));
        proxy.refuse();

        assertThatThrownBy(() -> sessions.refresh(Secret.of("r"))).isInstanceOf(StoreUnavailableException.class);
        assertThat(waits).hasSize(2);
    }

    @Test
    void repeatsAWriteThatIsSafeToRepeat() {
        proxy.cutAfter(30);
        whileWaiting = proxy::heal;

        client().call(addBook().idempotencyKey("key-1"), Book.class);

        assertThat(shelf.requests)
                .extracting(r -> r.header("Idempotency-Key").orElse(""))
                .containsExactly("key-1", "key-1");
    }

    @Test
    void repeatsADeleteButNotOneThatIsMeantOnce() {
        shelf.behaviour = request -> Response.noContent();
        proxy.cutAfter(10);
        ParleyHttp client = client();

        assertThatThrownBy(() ->
                        client.callForNothing(Call.delete("/v1/books/{}", "x").once()))
                .isInstanceOf(AmbiguousCommitException.class);
        assertThat(shelf.executions()).isEqualTo(1);
        assertThatThrownBy(() -> client.callForNothing(Call.delete("/v1/books/{}", "x")))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(shelf.executions()).isEqualTo(4);
    }

    @Test
    void repeatsEvenAWriteWhenNothingOfItWasSent() {
        proxy.refuse();
        whileWaiting = proxy::heal;

        client().call(addBook(), Book.class);

        assertThat(shelf.executions()).isEqualTo(1);
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        proxy.refuse();

        assertThatThrownBy(() -> client().call(addBook(), Book.class))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("shelf cannot be reached");
        assertThat(waits).hasSize(2);
    }

    @Test
    void repeatsReadsOnlyAfter502And503And504() {
        for (int status : new int[] {400, 401, 404, 409, 429, 500}) {
            assertThat(executionsOf(getBook(), status)).as("%d", status).isEqualTo(1);
        }
        for (int status : new int[] {502, 503, 504}) {
            assertThat(executionsOf(getBook(), status)).as("%d", status).isEqualTo(3);
            assertThat(executionsOf(addBook(), status)).as("%d", status).isEqualTo(1);
        }
    }

    @Test
    void tellsWhetherAWriteMayHaveBeenDone() {
        answerWith(503);
        assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(StoreUnavailableException.class);
        for (int status : new int[] {502, 504}) {
            answerWith(status);
            assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(AmbiguousCommitException.class);
        }
    }

    @Test
    void waitsBetweenTriesWithFullJitterAndAtLeastAsLongAsAsked() {
        Supplier<ParleyHttp> noRetryAfter = this::client;
        answerWith(502);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> noRetryAfter.get().call(getBook(), Book.class));
        }
        Backoff backoff = THREE_TRIES.backoff();
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween(Duration.ZERO, backoff.bound(1 + i % 2));
        }
        waits.clear();

        shelf.behaviour = request -> {
            throw new StoreUnavailableException("the kit asks to come back after a second");
        };
        assertThatThrownBy(() -> client().call(getBook(), Book.class));
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void repeatsNoMoreThanItsBudget() {
        answerWith(502);
        Retry retry = new Retry(10, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), 10);
        ParleyHttp client = client(config(proxy.url()).withRetry(retry), InstantSource.system());
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> client.call(getBook(), Book.class));
        }

        assertThat(shelf.executions()).isBetween(110, 100 + 10 + 10);
    }

    @Test
    void stopsWaitingForAnAnswerThatDoesNotCome() {
        proxy.swallow();
        ParleyHttp client = client(config(proxy.url()).withLimits(IMPATIENT), InstantSource.system());

        assertThatThrownBy(() -> client.call(getBook(), Book.class))
                .isInstanceOf(StoreUnavailableException.class)
                .hasStackTraceContaining("no answer within 300 ms");
        assertThatThrownBy(() -> client.call(addBook(), Book.class)).isInstanceOf(AmbiguousCommitException.class);
        assertThat(waits).hasSize(2);
    }

    @Test
    void waitsForASlowAnswerThatIsInTime() {
        proxy.delay(Duration.ofMillis(200));

        assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
        assertThat(shelf.executions()).isEqualTo(1);
    }

    @Test
    void makesNoValueOfACorruptedAnswer() {
        ParleyHttp client = client(config(proxy.url()).withRetry(ONE_TRY), InstantSource.system());
        for (int offset = 0; offset < "{\"title\":\"a book\"}".length(); offset++) {
            proxy.corruptBodyAt(offset);
            assertThatThrownBy(() -> client.call(getBook(), Book.class))
                    .as("offset %d", offset)
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void makesNoRefusalOfACorruptedRefusal() {
        answerWith(409);
        proxy.corruptBodyAt(30);

        assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(AmbiguousCommitException.class);
    }

    @Test
    void doesNothingWithACorruptedRequestAndSendsItAgain() {
        shelf.behaviour = request -> Response.created(request.json(Book.class));
        proxy.corruptRequestBodyAt(12);
        // On the same connection: a write on one that is being closed would be lost, rightly not repeated.
        whileWaiting = proxy::leaveAlone;

        assertThat(client().call(addBook(), Book.class)).isEqualTo(new Book("moby"));
        assertThat(shelf.executions()).isEqualTo(1);
        assertThat(waits).hasSize(1);
    }

    @Test
    void isUnavailableWhenEveryRequestArrivesCorrupted() {
        proxy.corruptRequestBodyAt(12);

        assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(StoreUnavailableException.class);
        assertThat(shelf.executions()).isZero();
    }

    @Test
    void readsAgainWhatWasCorrupted() {
        proxy.corruptBodyAt(0);
        whileWaiting = proxy::heal;

        assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
    }

    @Test
    void sendsTheDeadlineTheRequestIdAndTheTraceAlong() {
        RequestId id = new IdSource(InstantSource.system(), new Random(1)).requestId();
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        within(new CallContext(id, trace, Instant.now().plusSeconds(1)), () -> client().call(getBook(), Book.class));

        Request seen = shelf.requests.getLast();
        assertThat(seen.id()).isEqualTo(id);
        assertThat(seen.header("traceparent")).contains(trace);
        assertThat(Long.parseLong(seen.header("X-Parley-Timeout-Ms").orElseThrow()))
                .isBetween(1L, 1000L);
    }

    @Test
    void sendsNothingOnceTheDeadlineHasPassed() {
        assertThatThrownBy(() -> within(context(Duration.ofMillis(-1)), () -> client().call(getBook(), Book.class)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("deadline");
        assertThat(shelf.executions()).isZero();
    }

    @Test
    void endsWithTheDeadlineAndTellsTheOtherSideOfIt() {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Duration> leftThere = new CompletableFuture<>();
        shelf.behaviour = request -> {
            leftThere.complete(CallContext.CURRENT.get().remaining(Instant.now()));
            held.await();
            return Response.ok(new Book("too late"));
        };

        assertThatThrownBy(() -> within(context(Duration.ofMillis(300)), () -> client().call(getBook(), Book.class)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(leftThere.join()).isBetween(Duration.ZERO, Duration.ofMillis(300));
        assertThat(shelf.executions()).isEqualTo(1);
        held.countDown();
    }

    @Test
    void waitsForNoRepetitionThatWouldComeTooLate() {
        shelf.behaviour = request -> {
            throw new StoreUnavailableException("come back in a second");
        };

        assertThatThrownBy(() -> within(context(Duration.ofMillis(900)), () -> client().call(getBook(), Book.class)));
        assertThat(waits).isEmpty();
        assertThat(shelf.executions()).isEqualTo(1);
    }

    @Test
    void goesToTheNextPlaceWhenOneIsDown() {
        proxy.refuse();
        ParleyHttp client = client(config(proxy.url(), shelf.url()), InstantSource.system());
        for (int i = 0; i < 20; i++) {
            client.call(addBook(), Book.class);
        }

        assertThat(shelf.executions()).isEqualTo(20);
    }

    @Test
    void takesItsPlacesInTurn() {
        try (FaultProxy second = new FaultProxy(shelf.port())) {
            ParleyHttp client = client(config(proxy.url(), second.url()), InstantSource.system());
            for (int i = 0; i < 10; i++) {
                client.call(getBook(), Book.class);
            }
            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(second.accepted()).isEqualTo(1);
        }
    }

    @Test
    void refusesABaseUrlThatIsNone() {
        for (String url : new String[] {"ftp://a", "http:///x", "localhost:80", "http://a?x=1"}) {
            assertThatThrownBy(() -> ClientConfig.of("shelf", URI.create(url)))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private int executionsOf(Call call, int status) {
        answerWith(status);
        int before = shelf.executions();
        assertThatThrownBy(() -> client().call(call, Book.class)).isInstanceOf(RuntimeException.class);
        return shelf.executions() - before;
    }

    private void answerWith(int status) {
        shelf.behaviour = request -> {
            throw new ProblemType("as-told", status, "As told").because("by the test");
        };
    }

    private static CallContext context(Duration left) {
        RequestId id = new IdSource(InstantSource.system(), new Random(1)).requestId();
        return new CallContext(
                id,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Instant.now().plus(left));
    }

    private static Book within(CallContext context, Supplier<Book> call) {
        return ScopedValue.where(CallContext.CURRENT, context).call(call::get);
    }
}
