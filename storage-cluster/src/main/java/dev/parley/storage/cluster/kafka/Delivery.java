package dev.parley.storage.cluster.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From poll to commit, for one member of a group, on the member's thread.
///
/// The member polls all the time, also while the handler is at a batch or a batch waits to be tried again: it takes
/// part in rebalances and keeps its partitions however slow the handler is. A partition goes to another member only
/// after the handler is done with what it has of it, so that no key is handled twice at a time. Two cases are left:
/// a handler that takes longer than `max.poll.interval.ms` (5 min) while the group rebalances, and a process that
/// hung for longer than its session. Both find their offsets refused, and what they handled comes again elsewhere.
final class Delivery implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /// How long a poll waits when there is nothing to do. Closing wakes it.
    private static final Duration IDLE_POLL = Duration.ofSeconds(1);
    /// How long to wait for the handler between two polls.
    private static final Duration HANDLER_WAIT = Duration.ofMillis(20);

    private static final Duration COMMIT_RETRY = Duration.ofMillis(50);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ReceivedEvents received;
    private final HandlerThread handler;
    private final String group;
    /// Offsets of what was handled and not committed yet.
    private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();

    private HandlerThread.@Nullable Running running;
    /// The batch that failed and comes again.
    private @Nullable EventBatch failed;

    private long retryNanos;
    private Duration pause = FIRST_PAUSE;

    Delivery(KafkaConsumer<byte[], byte[]> consumer, ReceivedEvents received, HandlerThread handler, String group) {
        this.consumer = consumer;
        this.received = received;
        this.handler = handler;
        this.group = group;
    }

    /// Does what is to be done now, then waits a while for more.
    ///
    /// @throws WakeupException when the consumer was woken
    void advance() {
        if (running != null && running.await(HANDLER_WAIT)) {
            settle(running);
        }
        commit();
        long now = System.nanoTime();
        if (running == null) {
            next(now).ifPresent(batch -> running = handler.start(batch));
        }
        if (received.isFull()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(untilNext(now))) {
            received.add(record, System.nanoTime());
        }
    }

    /// Waits for the handler and commits what it did, if Kafka still takes it.
    void finish() {
        if (running != null) {
            running.await(FOREVER);
            settle(running);
        }
        // The waking that ended us may come late and break the first of them off; there is only one.
        if (!committedAtLast()) {
            LOG.debug("{} leaves with its offsets committed: {}", group, committedAtLast());
        }
    }

    private boolean committedAtLast() {
        try {
            commit();
            return handled.isEmpty();
        } catch (KafkaException e) {
            LOG.debug("{} leaves without its offsets", group, e);
            return false;
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        LOG.debug("{} got {}", group, partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (running != null && running.batch().touches(partitions)) {
            running.await(FOREVER);
            settle(running);
        }
        try {
            commit();
        } finally {
            forget(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("{} was taken for dead and lost {}", group, partitions);
        if (running != null && running.batch().touches(partitions)) {
            // Before anything of these partitions can be received again.
            running.await(FOREVER);
            settle(running);
        }
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        received.drop(partitions);
        partitions.forEach(handled::remove);
        if (failed != null) {
            EventBatch left = failed.without(partitions);
            failed = left.received().isEmpty() ? null : left;
        }
    }

    private Optional<EventBatch> next(long now) {
        if (failed != null) {
            EventBatch again = failed;
            if (now - retryNanos < 0) {
                return Optional.empty();
            }
            failed = null;
            return Optional.of(again);
        }
        if (received.isEmpty() || received.untilDue(now).isPositive()) {
            return Optional.empty();
        }
        return Optional.of(received.take());
    }

    private Duration untilNext(long now) {
        if (running != null) {
            return Duration.ZERO;
        }
        Duration until = IDLE_POLL;
        if (failed != null) {
            until = Duration.ofNanos(Math.max(0, retryNanos - now));
        } else if (!received.isEmpty()) {
            until = received.untilDue(now);
        }
        if (!handled.isEmpty()) {
            until = shorter(until, COMMIT_RETRY);
        }
        return shorter(until, IDLE_POLL);
    }

    private void settle(HandlerThread.Running done) {
        running = null;
        Optional<Throwable> failure = done.failure();
        if (failure.isEmpty()) {
            pause = FIRST_PAUSE;
            handled.putAll(done.batch().offsets());
            return;
        }
        LOG.warn("{}: the same events come again in {} ms", group, pause.toMillis(), failure.get());
        failed = done.batch();
        retryNanos = System.nanoTime() + pause.toNanos();
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private void commit() {
        if (handled.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(handled));
            handled.clear();
        } catch (CommitFailedException | FencedInstanceIdException e) {
            LOG.info("{}: what was handled last comes again elsewhere: {}", group, e.getMessage());
            handled.clear();
        } catch (RebalanceInProgressException | RetriableException e) {
            // Again after the next poll, which takes part in the rebalance.
            LOG.debug("{} cannot commit now", group, e);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
