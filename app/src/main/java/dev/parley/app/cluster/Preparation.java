package dev.parley.app.cluster;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.api.EventSchema;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.cluster.ClusterSettings;
import dev.parley.app.platform.Declarations;
import dev.parley.search.MessageIndexer;
import dev.parley.storage.cluster.elasticsearch.ElasticsearchPreparation;
import dev.parley.storage.cluster.kafka.KafkaConfig;
import dev.parley.storage.cluster.kafka.KafkaPreparation;
import dev.parley.storage.cluster.mongodb.MongodbStorage;
import dev.parley.storage.cluster.postgresql.PostgresqlStorage;
import dev.parley.storage.cluster.s3.S3Bucket;
import dev.parley.storage.cluster.s3.S3ObjectStore;
import dev.parley.storage.cluster.schemaregistry.IncompatibleSchemaException;
import dev.parley.storage.cluster.schemaregistry.SchemaRegistry;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.embedded.CaffeineCaches;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the engines of a cluster need before services run on them, whoever runs those engines. Everything is done
/// through the adapters that the services use, and only what is missing.
public final class Preparation {
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final ParleyConfig config;

    private Preparation(ParleyConfig config) {
        this.config = config;
    }

    /// The parts, as steps and as words of `parley cluster prepare`.
    public enum Part {
        DATABASES,
        KAFKA,
        TOPICS,
        SEARCH,
        BUCKET
    }

    /// @param config whose engines answer, or soon will
    public static Preparation of(ParleyConfig config) {
        return new Preparation(config);
    }

    /// Returns when it is so.
    ///
    /// @throws ClusterException when Kafka has too few brokers, or the schema registry another form of our events
    /// @throws dev.parley.core.problem.StoreUnavailableException when an engine does not answer, or refuses
    public void perform(Part part) {
        switch (part) {
            case DATABASES -> databases();
            case KAFKA -> awaitBrokers();
            case TOPICS -> topics();
            case SEARCH ->
                ElasticsearchPreparation.ensure(settings().elasticsearch().config(), List.of(MessageIndexer.INDEX));
            case BUCKET -> S3Bucket.ensure(settings().s3().config());
        }
    }

    /// Collections and indexes of all services, so that none of them waits for an index when it starts.
    private void databases() {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        switch (settings().documents()) {
            case POSTGRESQL -> {
                try (PostgresqlStorage storage = PostgresqlStorage.open(
                        settings().postgresql().config(config.storage().sweepPeriod()), clock, random)) {
                    declare(storage.documents());
                }
            }
            case MONGODB -> {
                try (MongodbStorage storage =
                        MongodbStorage.open(settings().mongodb().config(), clock, random)) {
                    declare(storage.documents());
                }
            }
        }
    }

    private void declare(DocumentStore documents) {
        // Objects and caches are named only: nobody connects to them for this.
        try (S3ObjectStore objects = new S3ObjectStore(settings().s3().config())) {
            Declarations.declare(documents, objects, new CaffeineCaches(Ticker.systemTicker()));
        }
    }

    private void topics() {
        KafkaConfig kafka = kafka();
        KafkaPreparation.ensure(
                kafka,
                EventSchema.ALL.stream().map(EventSchema::topic).distinct().toList());
        settings().schemaRegistry().config().ifPresent(config -> {
            try (SchemaRegistry registry = new SchemaRegistry(config)) {
                EventSchema.ALL.forEach(schema -> registry.publish(
                        SchemaRegistry.subject(kafka.prefix() + schema.topic(), schema.type()), schema.json()));
            } catch (IncompatibleSchemaException e) {
                throw new ClusterException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /// As many brokers as an event has copies.
    private void awaitBrokers() {
        KafkaConfig kafka = kafka();
        int wanted = kafka.topics().replicationFactor();
        long deadline = System.nanoTime() + KAFKA_PATIENCE.toNanos();
        int there = KafkaPreparation.brokers(kafka);
        while (there < wanted) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("Kafka has " + there + " brokers; events shall have " + wanted + " copies");
            }
            pause();
            there = KafkaPreparation.brokers(kafka);
        }
    }

    private KafkaConfig kafka() {
        return settings().kafka().config(config.storage().eventRetention());
    }

    private ClusterSettings settings() {
        return config.cluster();
    }

    private static void pause() {
        try {
            boolean counted = new CountDownLatch(1).await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            if (counted) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for Kafka", e);
        }
    }
}
