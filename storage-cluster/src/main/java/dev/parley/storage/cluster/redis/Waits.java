package dev.parley.storage.cluster.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounded waits for Redis.
final class Waits {
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

    private Waits() {}

    /// What the stage gives; empty when it fails, gives nothing or takes longer.
    static <T> Optional<T> result(CompletionStage<T> stage, Duration patience) {
        try {
            return Optional.ofNullable(stage.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Redis did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /// Whether the stage ends well in time.
    static boolean succeeds(CompletionStage<?> stage, Duration patience) {
        return result(stage.handle((ignored, failure) -> failure == null), patience)
                .orElse(false);
    }

    /// A connection, when it opens in time. One that opens later is closed.
    static <C> Optional<C> opened(
            Supplier<? extends CompletionStage<? extends C>> opening, Consumer<C> close, Duration patience) {
        CompletableFuture<C> future;
        try {
            future = opening.get().<C>thenApply(connection -> connection).toCompletableFuture();
        } catch (RuntimeException e) {
            // Lettuce throws what it knows before it asks the network, such as an unknown host.
            LOG.debug("Redis cannot be connected", e);
            return Optional.empty();
        }
        Optional<C> opened = result(future, patience);
        if (opened.isEmpty()) {
            future.thenAccept(close);
        }
        return opened;
    }
}
