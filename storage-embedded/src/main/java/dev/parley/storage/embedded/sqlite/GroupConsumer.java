package dev.parley.storage.embedded.sqlite;

import dev.parley.storage.Subscription;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.EventLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One handler of a group on a thread of its own.
///
/// Closing never interrupts the handler: an interrupt in the middle of a file operation closes the file under
/// whoever else uses it.
final class GroupConsumer implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(GroupConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ConsumerGroup group;
    private final Batching batching;
    private final EventLog.EventHandler handler;
    private final Consumer<GroupConsumer> afterClose;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = FIRST_PAUSE;

    GroupConsumer(
            ConsumerGroup group, Batching batching, EventLog.EventHandler handler, Consumer<GroupConsumer> afterClose) {
        this.group = group;
        this.batching = batching;
        this.handler = handler;
        this.afterClose = afterClose;
        this.thread = Thread.ofPlatform().name("events-" + group).daemon().unstarted(this::loop);
    }

    GroupConsumer start() {
        thread.start();
        return this;
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void loop() {
        while (group.awaitTurn(this)) {
            boolean mayBeMore = true;
            boolean failed = false;
            try {
                mayBeMore = group.handleNext(batching, this::pause, handler);
                pause = FIRST_PAUSE;
            } catch (Throwable e) {
                failed = true;
                LOG.warn("{}: the same events come again in {} ms", group, pause.toMillis(), e);
            } finally {
                group.endTurn(mayBeMore);
            }
            if (failed) {
                pause(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        }
    }

    /// Waits, at most until the consumer is to end.
    private void pause(Duration length) {
        try {
            boolean closed = closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("{} paused, closed: {}", group, closed);
        } catch (InterruptedException e) {
            // Only a handler could have asked for this, by interrupting its own thread; the loop goes on.
            LOG.debug("{} was interrupted", group, e);
        }
    }

    @Override
    public void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a handler cannot close its own subscription: that would wait for itself");
        }
        closing.countDown();
        group.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        afterClose.accept(this);
    }
}
