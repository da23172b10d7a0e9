package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Shelf.Book;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What callers see of a service that is well, and of what it refuses.
class ParleyHttpTest extends ParleyHttpFixture {
    @Test
    void answersAsIfTheServiceWereHere() {
        assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
    }

    @Test
    void sendsTheBodyAndNeedsNone() throws Exception {
        shelf.behaviour = request ->
                request.method().equals("POST") ? Response.created(request.json(Book.class)) : Response.noContent();
        ParleyHttp client = client();

        assertThat(client.callForReply(addBook(), Book.class))
                .isEqualTo(new ParleyHttp.Reply<>(201, null, new Book("moby")));
        client.callForNothing(Call.delete("/v1/books/{}", "moby"));
        assertThat(shelf.requests.getLast().method()).isEqualTo("DELETE");
    }

    @Test
    void keepsSegmentsAndParametersInTheirPlace() {
        List<String> hostile = List.of("...", "a b", "ä?x=1", "%2e%2e", "a+b&c=d#e", "*~'");
        ParleyHttp client = client();
        for (String text : hostile) {
            client.call(Call.get("/v1/books/{}", text).query("edition", text), Book.class);

            Request seen = shelf.requests.getLast();
            assertThat(seen.pathParameter("title")).isEqualTo(text);
            assertThat(seen.query("edition")).contains(text);
        }
    }

    @Test
    void throwsTheSameRefusalAsTheService() {
        ProblemType taken = new ProblemType("user-name-taken", 409, "The user name is taken");
        List<FieldError> errors = List.of(new FieldError("/userName", "is taken"));
        shelf.behaviour = request -> {
            throw new ProblemException(taken, "choose another", errors, Duration.ofSeconds(7));
        };

        assertThatThrownBy(() -> client().call(addBook(), Book.class))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(taken);
                    assertThat(e.detail()).isEqualTo("choose another");
                    assertThat(e.errors()).isEqualTo(errors);
                    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                });
        assertThat(shelf.executions()).isEqualTo(1);
    }

    @Test
    void throwsAnOutageForAnOutage() {
        shelf.behaviour = request -> {
            throw new StoreUnavailableException("no store");
        };

        assertThatThrownBy(() -> client().call(addBook(), Book.class))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("shelf answered 503");
    }

    @Test
    void throwsAnUnknownOutcomeForAnUnknownOutcome() {
        shelf.behaviour = request -> {
            throw new AmbiguousCommitException("who knows", new IllegalStateException());
        };

        assertThatThrownBy(() -> client().call(addBook(), Book.class)).isInstanceOf(AmbiguousCommitException.class);
    }

    @Test
    void takesAnswersWithMembersThatItDoesNotKnow() {
        shelf.behaviour = request -> json("{\"title\":\"a book\",\"shelf\":\"new in the next release\"}");

        assertThat(client().call(getBook(), Book.class)).isEqualTo(new Book("a book"));
    }

    @Test
    void takesNoAnswerThatIsNotWhatWasAgreedOn() {
        ParleyHttp client = client(config(shelf.url()).withRetry(ONE_TRY), InstantSource.system());
        for (String body :
                List.of("", "null", "[]", "{\"title\":", "{\"title\":1}{}", "{\"title\":\"a\",\"title\":\"b\"}")) {
            shelf.behaviour = request -> json(body);

            assertThatThrownBy(() -> client.call(getBook(), Book.class))
                    .as(body)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("no usable answer");
        }
        shelf.behaviour =
                request -> Response.bytes(200, "text/html", "<h1>hello</h1>".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> client.call(getBook(), Book.class)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void takesNoAnswerThatLacksWhatItsRecordPromises() {
        ParleyHttp client = client(config(shelf.url()).withRetry(ONE_TRY), InstantSource.system());
        for (String body : List.of("{}", "{\"title\":null}")) {
            shelf.behaviour = request -> json(body);

            assertThatThrownBy(() -> client.call(getBook(), Book.class))
                    .as(body)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasStackTraceContaining("the answer lacks 'title' of Book");
        }
        shelf.behaviour = request -> json("{\"books\":[{\"title\":\"a\"},{}],\"byShelf\":{}}");
        assertThatThrownBy(() -> client.call(getBook(), Catalogue.class))
                .hasStackTraceContaining("the answer lacks 'title' of Book");
        shelf.behaviour = request -> json("{\"books\":[],\"byShelf\":{\"x\":{}}}");
        assertThatThrownBy(() -> client.call(getBook(), Catalogue.class))
                .hasStackTraceContaining("the answer lacks 'title' of Book");
    }

    @Test
    void takesAnAnswerWithoutWhatMayBeAbsent() {
        shelf.behaviour = request -> json("{\"books\":[{\"title\":\"a\"}],\"byShelf\":{}}");

        assertThat(client().call(getBook(), Catalogue.class))
                .isEqualTo(new Catalogue(List.of(new Book("a")), Map.of(), null, null));
    }

    private record Catalogue(
            List<Book> books,
            Map<String, Book> byShelf,
            @Nullable String next,
            byte @Nullable [] cover) {}

    @Test
    void knowsARefusalThatIsNotOurs() {
        shelf.behaviour = request -> Response.bytes(404, "text/html", "not here".getBytes(StandardCharsets.UTF_8));
        ParleyHttp client = client();

        assertThatThrownBy(() -> client.call(getBook(), Book.class))
                .isInstanceOf(StoreUnavailableException.class)
                .hasRootCauseMessage("the answer is of type 'text/html', not JSON");
    }

    @Test
    void takesNoAnswerBeyondItsBound() {
        shelf.behaviour = request -> Response.ok(new Book("x".repeat(LIMITS.maxResponseBytes())));

        assertThatThrownBy(() -> client().call(getBook(), Book.class))
                .isInstanceOf(StoreUnavailableException.class)
                .hasStackTraceContaining("more than 100000 bytes");
    }

    @Test
    void keepsItsConnection() {
        ParleyHttp client = client();
        for (int i = 0; i < 50; i++) {
            client.call(getBook(), Book.class);
        }

        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void refusesToBlockAnEventLoop() {
        ParleyHttp client = client();
        CompletableFuture<Book> called = new CompletableFuture<>();
        vertx.runOnContext(v -> {
            try {
                called.complete(client.call(getBook(), Book.class));
            } catch (RuntimeException e) {
                called.completeExceptionally(e);
            }
        });

        assertThatThrownBy(called::join).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void givesUpWhenInterrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        shelf.behaviour = request -> {
            asked.countDown();
            held.await();
            return Response.ok(new Book("late"));
        };
        ParleyHttp client = client();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                client.call(getBook(), Book.class);
            } catch (StoreUnavailableException e) {
                failure.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
            }
        });
        asked.await();
        caller.interrupt();

        assertThat(failure.get()).isInstanceOf(StoreUnavailableException.class);
        held.countDown();
    }

    private static Response json(String body) {
        return Response.bytes(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
