package dev.parley.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The last minutes of a server.
final class Drain {
    private final ServerState state;
    private final List<Listener> listeners;

    Drain(ServerState state, List<Listener> listeners) {
        this.state = state;
        this.listeners = listeners;
    }

    /// Goes on as before for `delay`.
    void accept(Duration delay) {
        await(new CountDownLatch(1), delay.toNanos());
    }

    /// Takes nothing new, and lets what runs come to its end until `endNanos`.
    void finish(long endNanos) {
        Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        List<Future<Void>> closing =
                listeners.stream().map(listener -> listener.shutdown(left)).toList();
        try {
            Future.all(closing).toCompletionStage().toCompletableFuture().get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            org.slf4j.LoggerFactory.getLogger(Drain.class)
                    .warn("{} requests did not end in time and are cut off", state.inFlight());
        }
    }

    private static void await(CountDownLatch never, long nanos) {
        try {
            if (never.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
