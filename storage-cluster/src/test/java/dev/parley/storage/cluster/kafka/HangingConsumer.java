package dev.parley.storage.cluster.kafka;

import dev.parley.storage.event.Batching;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A process with one member of a group, whose handler says that it was called and then does not return.
///
/// `HangingConsumer <bootstrap servers> <prefix> <topic> <group>`
final class HangingConsumer {
    static final String CALLED = "called";

    private HangingConsumer() {}

    public static void main(String[] arguments) throws InterruptedException {
        KafkaConfig of = KafkaConfig.of(List.of(arguments[0].split(",")));
        KafkaConfig config = new KafkaConfig(
                of.bootstrapServers(),
                of.security(),
                arguments[1],
                of.topics(),
                Duration.ofSeconds(6),
                of.requestTimeout());
        KafkaClients clients = new KafkaClients(config);
        CountDownLatch never = new CountDownLatch(1);
        var membership = new KafkaGroupConsumer.Membership(
                arguments[2], arguments[1] + arguments[3] + "." + arguments[2], Batching.AT_ONCE);
        new KafkaGroupConsumer(
                        new KafkaTopics(clients),
                        clients,
                        membership,
                        batch -> {
                            System.out.println(CALLED);
                            never.await();
                        },
                        closed -> {})
                .start();
        never.await();
    }
}
