package dev.parley.storage.cluster.kafka;

import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The thread of a handler, which handles one batch at a time, so that the consumer's own thread can go on polling.
/// Never interrupts the handler: an interrupt in the middle of a file operation closes the file under whoever else
/// uses it.
final class HandlerThread implements AutoCloseable {
    private final EventLog.EventHandler handler;
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;

    HandlerThread(String name, EventLog.EventHandler handler) {
        this.handler = handler;
        this.executor = Executors.newSingleThreadExecutor(runnable -> {
            Thread made = Thread.ofPlatform().name("events-" + name).daemon().unstarted(runnable);
            thread = made;
            return made;
        });
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    Running start(EventBatch batch) {
        return new Running(batch, executor.submit(() -> {
            List<StoredEvent> events = batch.events();
            if (!events.isEmpty()) {
                handler.handle(events);
            }
            return batch;
        }));
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    /// A batch that the handler is at, or was.
    record Running(EventBatch batch, Future<EventBatch> result) {
        /// Waits until the handler returned or threw.
        ///
        /// @return false when it does neither in this time
        boolean await(Duration patience) {
            try {
                result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException e) {
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                // Nobody interrupts a consumer's thread to end it.
                return result.isDone();
            }
        }

        /// Why the handler failed, or empty when it did not. Only once it is done.
        Optional<Throwable> failure() {
            return result.state() == Future.State.FAILED ? Optional.of(result.exceptionNow()) : Optional.empty();
        }
    }
}
