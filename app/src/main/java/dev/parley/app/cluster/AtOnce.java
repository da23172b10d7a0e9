package dev.parley.app.cluster;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several pieces of work at the same time.
final class AtOnce {
    private AtOnce() {}

    /// Returns when all have ended.
    ///
    /// @throws RuntimeException the first failure, in the order of the list
    static void run(List<Runnable> works) {
        List<Future<?>> running;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running = works.stream().<Future<?>>map(threads::submit).toList();
        }
        for (Future<?> work : running) {
            if (work.state() == Future.State.FAILED) {
                throw work.exceptionNow() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("works throw nothing else", work.exceptionNow());
            }
        }
    }
}
