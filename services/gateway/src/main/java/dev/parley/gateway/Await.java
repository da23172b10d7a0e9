package dev.parley.gateway;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits on a virtual thread for what an event loop will bring.
final class Await {
    private Await() {}

    /// @throws UpstreamException when the future fails
    static <T> T of(Future<T> future, Duration atMost)
            throws UpstreamException, InterruptedException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new UpstreamException(e);
        }
    }
}
