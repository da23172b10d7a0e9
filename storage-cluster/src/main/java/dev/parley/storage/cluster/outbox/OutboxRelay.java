package dev.parley.storage.cluster.outbox;

import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events from the outbox to the log. Runs in every process; works in the one that has the lead.
///
/// An event is removed after it was written, so a crash between the two writes it again, under the same position.
/// Order is safe even when a leader hangs and wakes after it was replaced: the sink lets only its newest writer
/// write, and a leader reads the outbox after it took the sink over. What it then finds is neither written by nor
/// open for anybody else.
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    /// What a batch costs hardly depends on its size: one transaction of the log and one of the document store. So
    /// it grows while there is more to do and the events are small, as they should be: 250 of the largest are 64
    /// MiB.
    private static final int FIRST_BATCH = 250;

    private static final int LARGEST_BATCH = 4_000;
    private static final int SMALL_EVENT_BYTES = 2_048;
    /// How soon the leader looks again after it found nothing; doubled to the longest.
    private static final Duration SHORTEST_REST = Duration.ofMillis(2);

    private static final Duration LONGEST_REST = Duration.ofMillis(20);
    /// How soon the others see that there is no leader.
    private static final Duration LEAD_RETRY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final EventSink sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Thread thread;
    private boolean news;
    private volatile boolean closing;
    private Duration pause = FIRST_PAUSE;
    private boolean failing;
    private int batchSize = FIRST_BATCH;

    private OutboxRelay(Outbox outbox, EventSink sink) {
        this.outbox = outbox;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);
    }

    public static OutboxRelay start(Outbox outbox, EventSink sink) {
        OutboxRelay relay = new OutboxRelay(outbox, sink);
        relay.thread.start();
        return relay;
    }

    /// Says that something was put into the outbox, so that a leader of this process looks at once.
    public void wake() {
        lock.lock();
        try {
            news = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends it after the batch it is at.
    @Override
    public void close() {
        closing = true;
        wake();
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
    }

    private void run() {
        while (!closing) {
            try {
                outbox.tryLead().ifPresent(this::lead);
                rest(LEAD_RETRY);
            } catch (StoreUnavailableException e) {
                stumble(e);
            } catch (RuntimeException e) {
                // Nobody else would start this thread again.
                LOG.error("the relay goes on after an error", e);
                stumble(e);
            }
        }
    }

    private void lead(Outbox.Lead lead) {
        try (lead;
                EventSink.Writer writer = sink.takeOver()) {
            Duration rest = SHORTEST_REST;
            while (!closing && lead.isHeld()) {
                if (relayed(writer)) {
                    rest = SHORTEST_REST;
                } else {
                    rest = rest(rest) ? SHORTEST_REST : shorter(rest.multipliedBy(2), LONGEST_REST);
                }
                recovered();
            }
        }
    }

    private boolean relayed(EventSink.Writer writer) {
        List<OutboxEvent> events = outbox.oldest(batchSize);
        if (events.isEmpty()) {
            return false;
        }
        writer.write(events);
        outbox.remove(events);
        batchSize = next(events);
        return true;
    }

    private int next(List<OutboxEvent> events) {
        int largest = events.stream()
                .mapToInt(each -> each.event().payload().length)
                .max()
                .orElse(0);
        if (largest > SMALL_EVENT_BYTES) {
            return FIRST_BATCH;
        }
        return events.size() < batchSize ? batchSize : Math.min(2 * batchSize, LARGEST_BATCH);
    }

    private void stumble(RuntimeException e) {
        if (!failing) {
            failing = true;
            LOG.warn("events wait in the outbox: {}", e.getMessage());
            LOG.debug("why events wait", e);
        }
        rest(pause);
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private void recovered() {
        pause = FIRST_PAUSE;
        if (failing) {
            failing = false;
            LOG.info("events flow again");
        }
    }

    /// Waits for news, or for so long.
    ///
    /// @return whether there are news
    private boolean rest(Duration length) {
        lock.lock();
        try {
            long nanos = length.toNanos();
            while (!news && !closing && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            boolean found = news;
            news = false;
            return found;
        } catch (InterruptedException e) {
            LOG.debug("the relay was interrupted", e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
