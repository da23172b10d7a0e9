package dev.parley.app.platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A value made at the first call, by one thread, while others wait. A failure is thrown to each of them: the maker
/// is not asked again.
final class Once<T> {
    private final Supplier<T> maker;
    private final CompletableFuture<T> made = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /// @throws RuntimeException what the maker threw
    T get() {
        if (begun.compareAndSet(false, true)) {
            try {
                made.complete(maker.get());
            } catch (Throwable e) {
                made.completeExceptionally(e);
            }
        }
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /// Waits for nobody.
    void ifMade(Consumer<T> use) {
        if (made.isDone() && !made.isCompletedExceptionally()) {
            use.accept(made.join());
        }
    }
}
