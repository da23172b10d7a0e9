package dev.parley.client;

import dev.parley.client.ClientConfig.Breaker;
import dev.parley.client.ClientConfig.Limits;
import dev.parley.client.ClientConfig.Retry;
import dev.parley.client.ParleyHttp.Surroundings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/// A client, a fault proxy and a real server. Waits before repetitions are kept instead of waited for.
abstract class ParleyHttpFixture {
    /// Sooner than the defaults, so that an outage is seen soon; late enough for a busy machine.
    static final Limits LIMITS =
            new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(20), 100_000, 16);

    static final Retry THREE_TRIES = new Retry(3, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)), 20);
    static final Retry ONE_TRY = new Retry(1, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)), 20);
    /// Never opens within a test.
    static final Breaker PATIENT = new Breaker(100, 1000, 1000, Duration.ofSeconds(5), 3);

    final Vertx vertx = Vertx.vertx();
    final Shelf shelf = new Shelf(vertx);
    final FaultProxy proxy = new FaultProxy(shelf.port());
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    volatile Runnable whileWaiting = () -> {};

    private final List<ParleyHttp> clients = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeAll() {
        clients.forEach(ParleyHttp::close);
        proxy.close();
        shelf.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    ParleyHttp client() {
        return client(config(proxy.url()), InstantSource.system());
    }

    ParleyHttp client(ClientConfig config, InstantSource clock) {
        return client(config, clock, HostResolver.SYSTEM);
    }

    ParleyHttp client(ClientConfig config, InstantSource clock, HostResolver resolver) {
        Surroundings surroundings = new Surroundings(clock, new Random(7), metrics, this::pause, resolver);
        ParleyHttp client = ParleyHttp.open(vertx, config, surroundings);
        clients.add(client);
        return client;
    }

    private void pause(Duration wait) {
        waits.add(wait);
        whileWaiting.run();
    }

    static ClientConfig config(URI... urls) {
        return ClientConfig.of("shelf", urls)
                .withLimits(LIMITS)
                .withRetry(THREE_TRIES)
                .withBreaker(PATIENT);
    }

    static Call getBook() {
        return Call.get("/v1/books/{}", "moby");
    }

    static Call addBook() {
        return Call.post("/v1/books").json(new Shelf.Book("moby"));
    }
}
