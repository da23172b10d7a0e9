package dev.parley.storage.cluster.kafka;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member of a group, on a thread of its own, for as long as the subscription is open. Whatever Kafka's client
/// gives up over, this starts anew.
final class KafkaGroupConsumer implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaGroupConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final String topic;
    private final String group;
    private final Batching batching;
    private final Consumer<KafkaGroupConsumer> afterClose;
    private final HandlerThread handler;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;
    private Duration pause = FIRST_PAUSE;
    private boolean failing;

    /// @param topic as the port names it
    /// @param group as Kafka names it
    KafkaGroupConsumer(
            KafkaTopics topics,
            KafkaClients clients,
            Membership membership,
            EventLog.EventHandler handler,
            Consumer<KafkaGroupConsumer> afterClose) {
        this.clients = clients;
        this.topics = topics;
        this.topic = membership.topic();
        this.group = membership.group();
        this.batching = membership.batching();
        this.afterClose = afterClose;
        this.handler = new HandlerThread(group, handler);
        this.thread = Thread.ofPlatform().name("consumer-" + group).daemon().unstarted(this::run);
    }

    /// @param topic as the port names it
    /// @param group as Kafka names it
    record Membership(String topic, String group, Batching batching) {}

    KafkaGroupConsumer start() {
        thread.start();
        return this;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                topics.ensure(topic);
                try (KafkaConsumer<byte[], byte[]> consumer = clients.member(group, pollRecords())) {
                    consume(consumer);
                } finally {
                    current = null;
                }
            } catch (WakeupException e) {
                LOG.trace("{} is to end", group);
            } catch (KafkaException | StoreUnavailableException e) {
                stumble(e);
            } catch (RuntimeException e) {
                LOG.error("{} goes on after an error", group, e);
                stumble(e);
            }
        }
        handler.close();
    }

    private void consume(KafkaConsumer<byte[], byte[]> consumer) {
        current = consumer;
        Delivery delivery = new Delivery(consumer, new ReceivedEvents(topic, batching), handler, group);
        consumer.subscribe(List.of(topics.name(topic)), delivery);
        try {
            while (closing.getCount() > 0) {
                delivery.advance();
                recovered();
            }
        } catch (WakeupException e) {
            LOG.trace("{} is to end", group);
        } finally {
            delivery.finish();
            consumer.close(CloseOptions.timeout(LEAVE_PATIENCE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private int pollRecords() {
        return Math.min(batching.maxEvents(), Batching.AT_ONCE.maxEvents());
    }

    private void stumble(RuntimeException e) {
        if (!failing) {
            failing = true;
            LOG.warn("{} gets no events: {}", group, e.getMessage());
            LOG.debug("why {} gets none", group, e);
        }
        try {
            boolean closed = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            LOG.trace("{} paused, closed: {}", group, closed);
        } catch (InterruptedException interrupted) {
            LOG.debug("{} was interrupted", group, interrupted);
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void recovered() {
        pause = FIRST_PAUSE;
        if (failing) {
            failing = false;
            LOG.info("{} gets events again", group);
        }
    }

    @Override
    public void close() {
        if (handler.isCurrent()) {
            throw new IllegalStateException("a handler cannot close its own subscription: that would wait for itself");
        }
        closing.countDown();
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
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
