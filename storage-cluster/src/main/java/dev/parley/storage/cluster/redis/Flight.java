package dev.parley.storage.cluster.redis;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A load that runs. Who comes later joins it, unless its key was invalidated meanwhile: then they wait for its
/// end.
final class Flight<V> {
    private final Thread owner = Thread.currentThread();
    private final CompletableFuture<Optional<V>> result = new CompletableFuture<>();
    private volatile boolean invalidated;

    boolean isMine() {
        return owner == Thread.currentThread();
    }

    boolean isInvalidated() {
        return invalidated;
    }

    synchronized void invalidate() {
        invalidated = true;
    }

    /// Runs `keep` unless the flight was invalidated, so that no invalidation comes in between.
    synchronized void keep(Runnable keep) {
        if (!invalidated) {
            keep.run();
        }
    }

    void land(Optional<V> loaded) {
        result.complete(loaded);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /// What the loader gives; its exception is this caller's too.
    Optional<V> join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    void awaitEnd() {
        result.exceptionally(failed -> Optional.empty()).join();
    }
}
