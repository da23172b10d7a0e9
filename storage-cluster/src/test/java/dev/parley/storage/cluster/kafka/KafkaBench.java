package dev.parley.storage.cluster.kafka;

import dev.parley.core.id.TenantId;
import dev.parley.engines.KafkaNodes;
import dev.parley.storage.cluster.outbox.EventSink;
import dev.parley.storage.cluster.outbox.MemoryOutbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.cluster.outbox.OutboxRelay;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// How long an event takes from the outbox to the handler when nothing else goes on, how many go through in a
/// second, and how long a dead broker holds them up: with the transactional producer, and with one that is only
/// idempotent and so fences nobody. The outbox is in memory: a document store's commit comes on top.
///
/// `KafkaBench <events>`
public final class KafkaBench {
    private static final int SINGLES = 300;
    private static final int KEYS = 500;
    private static final PrintStream OUT = System.out;
    private static final TenantId TENANT = Fixtures.freshTenant();

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final String name;
    private final String topic = Fixtures.freshName();

    private KafkaBench(KafkaNodes nodes, String name) {
        this.name = name;
        KafkaConfig of = KafkaConfig.of(nodes.addresses());
        this.clients = new KafkaClients(new KafkaConfig(
                of.bootstrapServers(),
                of.security(),
                Fixtures.freshName(),
                of.topics(),
                of.sessionTimeout(),
                of.requestTimeout()));
        this.topics = new KafkaTopics(clients);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int events = Integer.parseInt(arguments[0]);
        try (KafkaNodes nodes = KafkaNodes.start(Files.createTempDirectory("parley-kafka"))) {
            for (int round = 1; round <= 2; round++) {
                KafkaBench plain = new KafkaBench(nodes, "idempotent   ");
                plain.measure(plain::idempotent, events, nodes, false);
                KafkaBench transactional = new KafkaBench(nodes, "transactional");
                transactional.measure(
                        new KafkaSink(transactional.clients, transactional.topics), events, nodes, round == 2);
            }
        }
    }

    private void measure(EventSink sink, int events, KafkaNodes nodes, boolean kill) throws InterruptedException {
        MemoryOutbox outbox = new MemoryOutbox();
        Semaphore heard = new Semaphore(0);
        EventLog.EventHandler handler = batch -> heard.release(batch.size());
        var membership = new KafkaGroupConsumer.Membership(
                topic, clients.config().prefix() + "bench", new Batching(1_000, Duration.ZERO));
        try (OutboxRelay relay = OutboxRelay.start(outbox, sink);
                var consumer = new KafkaGroupConsumer(topics, clients, membership, handler, closed -> {}).start()) {
            singles(outbox, relay, heard, 100);
            report("ms from outbox to handler", singles(outbox, relay, heard, SINGLES));
            many(outbox, relay, heard, events);
            if (kill) {
                for (int node = 0; node < KafkaNodes.NODES; node++) {
                    nodes.kill(node);
                    List<Double> times = singles(outbox, relay, heard, 1);
                    OUT.printf("%s broker %d killed: next event after %.1f s%n", name, node, times.getFirst() / 1000);
                    nodes.restart(node);
                    singles(outbox, relay, heard, 20);
                }
            }
        } finally {
            topics.close();
        }
    }

    private List<Double> singles(MemoryOutbox outbox, OutboxRelay relay, Semaphore heard, int count)
            throws InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            outbox.append(TENANT, List.of(event(i)));
            relay.wake();
            heard.acquire();
            times.add((System.nanoTime() - start) / 1e6);
            // Idle for a moment: what is asked is the time of one event alone.
            new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
        }
        return times;
    }

    private void many(MemoryOutbox outbox, OutboxRelay relay, Semaphore heard, int events) throws InterruptedException {
        List<Event> all = IntStream.range(0, events).mapToObj(this::event).toList();
        long start = System.nanoTime();
        outbox.append(TENANT, all);
        relay.wake();
        heard.acquire(events);
        double seconds = (System.nanoTime() - start) / 1e9;
        OUT.printf("%s %d events in %.2f s: %.0f per s%n", name, events, seconds, events / seconds);
    }

    private void report(String what, List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        OUT.printf(
                "%s %s: p50 %.1f, p99 %.1f, most %.1f%n",
                name, what, sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast());
    }

    private Event event(int i) {
        byte[] payload = Fixtures.utf8("{\"conversationId\":\"cnv_01h2xcejqtf2nbrexx3vqjhp41\",\"seq\":" + i
                + ",\"messageId\":\"msg_01h2xcejqtf2nbrexx3vqjhp41\",\"senderId\":\"usr_01h2xcejqtf2nbrexx3vqjhp41\"}");
        return new Event(topic, "key" + i % KEYS, "message.appended.v1", payload);
    }

    private EventSink.Writer idempotent() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                clients.config().bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
        return new EventSink.Writer() {
            @Override
            public void write(List<OutboxEvent> events) {
                topics.ensure(topic);
                events.forEach(each -> {
                    var unused = producer.send(EventRecords.of(topics.name(topic), each));
                });
                producer.flush();
            }

            @Override
            public void close() {
                producer.close();
            }
        };
    }
}
