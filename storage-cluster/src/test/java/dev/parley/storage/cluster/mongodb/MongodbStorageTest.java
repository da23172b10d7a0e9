package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/// Which servers are taken, and what becomes of a lease whose holder is gone.
class MongodbStorageTest {
    private static final MongodbConfig.Timeouts SHORT = new MongodbConfig.Timeouts(
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(400));

    private static MongodbStorage open(MongodbConfig config) {
        return MongodbStorage.open(config, InstantSource.system(), new SecureRandom());
    }

    private static MongodbStorage openWithout(MongodbConfig config) {
        return MongodbStorage.withoutTransactions(config, InstantSource.system(), new SecureRandom());
    }

    @Test
    void refusesStandaloneServer() {
        try (JavaServer server = new JavaServer()) {
            assertThatThrownBy(() -> open(server.config()))
                    .isInstanceOf(MongodbUnsuitableException.class)
                    .hasMessageContaining("5.0");
        }
        assertThatThrownBy(() -> MongodbStorage.requireSuitable(
                        BsonDocument.parse("{logicalSessionTimeoutMinutes: 30, maxWireVersion: 25}")))
                .isInstanceOf(MongodbUnsuitableException.class)
                .hasMessageContaining("standalone")
                .hasMessageContaining("rs.initiate()");
    }

    @Test
    void takesReplicaSetsAndRoutersSince50() {
        assertThatCode(() -> MongodbStorage.requireSuitable(
                        BsonDocument.parse("{setName: 'rs0', logicalSessionTimeoutMinutes: 30, maxWireVersion: 13}")))
                .doesNotThrowAnyException();
        assertThatCode(() -> MongodbStorage.requireSuitable(
                        BsonDocument.parse("{msg: 'isdbgrid', logicalSessionTimeoutMinutes: 30, maxWireVersion: 25}")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MongodbStorage.requireSuitable(
                        BsonDocument.parse("{setName: 'rs0', logicalSessionTimeoutMinutes: 30, maxWireVersion: 9}")))
                .hasMessageContaining("5.0");
    }

    /// What a newer version only added does no harm to this one.
    @Test
    void refusesDatabaseFromWhichNewerVersionTookSomethingAway() {
        try (JavaServer server = new JavaServer()) {
            openWithout(server.config()).close();
            recordStep(server, Phase.EXPAND);
            assertThatCode(() -> openWithout(server.config()).close()).doesNotThrowAnyException();
            recordStep(server, Phase.CONTRACT);
            assertThatThrownBy(() -> openWithout(server.config()))
                    .isInstanceOf(SchemaTooNewException.class)
                    .hasMessageContaining("99");
            assertThatThrownBy(() -> back(server, 0)).isInstanceOf(SchemaTooNewException.class);
        }
    }

    private static void recordStep(JavaServer server, Phase phase) {
        try (MongoClient client = MongoClients.create(server.config().uri())) {
            client.getDatabase("parley")
                    .getCollection(Schema.STEPS)
                    .replaceOne(
                            Filters.eq("_id", 99),
                            new Document("name", "later")
                                    .append("phase", phase.name())
                                    .append("at", new Date()),
                            new ReplaceOptions().upsert(true));
        }
    }

    private static void back(JavaServer server, int number) {
        MongodbStorage.schemaBackWithoutTransactions(
                server.config(), InstantSource.system(), new SecureRandom(), number);
    }

    @Test
    void takesStepsForwardAndBack() {
        try (JavaServer server = new JavaServer()) {
            try (MongodbStorage storage = openWithout(server.config())) {
                assertThat(SchemaStep.reached(storage.schema())).isEqualTo(2);
            }
            back(server, 1);
            assertThat(collections(server)).contains(Schema.GUARDS).doesNotContain(Schema.OUTBOX, Schema.COUNTERS);
            back(server, 0);
            assertThat(collections(server)).doesNotContain(Schema.GUARDS);
            try (MongodbStorage storage = openWithout(server.config())) {
                assertThat(SchemaStep.reached(storage.schema())).isEqualTo(2);
                assertThat(collections(server)).contains(Schema.GUARDS, Schema.OUTBOX, Schema.COUNTERS);
            }
        }
    }

    private static List<String> collections(JavaServer server) {
        try (MongoClient client = MongoClients.create(server.config().uri())) {
            return client.getDatabase("parley").listCollectionNames().into(new ArrayList<>());
        }
    }

    /// One of them takes the steps, and the others wait.
    @Test
    void opensForManyAtOnce() throws InterruptedException {
        try (JavaServer server = new JavaServer()) {
            List<Thread> openers = new ArrayList<>();
            List<Integer> reached = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 6; i++) {
                openers.add(Thread.startVirtualThread(() -> {
                    try (MongodbStorage storage = openWithout(server.config())) {
                        reached.add(SchemaStep.reached(storage.schema()));
                    }
                }));
            }
            for (Thread opener : openers) {
                opener.join();
            }
            assertThat(reached).hasSize(6).containsOnly(2);
        }
    }

    @Test
    void saysWhenNobodyAnswers() {
        JavaServer gone = new JavaServer();
        MongodbConfig config = gone.config().with(SHORT);
        gone.close();
        assertThatThrownBy(() -> open(config)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void saysWhenTheServerGoesAway() {
        JavaServer server = new JavaServer();
        try (MongodbStorage storage = openWithout(server.config().with(SHORT))) {
            storage.documents().check();
            server.close();
            assertThatThrownBy(() -> storage.documents().check()).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> storage.outbox().oldest(1)).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void passesLeadOnWhenItsHolderIsGone() {
        try (JavaServer server = new JavaServer();
                MongodbStorage other = openWithout(server.config().with(SHORT))) {
            MongodbStorage holder = openWithout(server.config().with(SHORT));
            Outbox.Lead lead = holder.outbox().tryLead().orElseThrow();
            holder.close(); // it renews no more, and says nothing
            Fixtures.eventually(() -> {
                Optional<Outbox.Lead> taken = other.outbox().tryLead();
                assertThat(taken).isPresent();
                assertThat(lead.isHeld()).isFalse();
                taken.orElseThrow().close();
            });
        }
    }

    @Test
    void keepsUserOutOfTheUri() {
        assertThatThrownBy(() -> MongodbConfig.of("mongodb://user:secret@localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(new MongodbConfig.Credentials("parley", Secret.of("hidden"), "admin").toString())
                .doesNotContain("hidden");
    }

    /// Whatever the URI says of them, because the promises hang on them.
    @Test
    void fixesConcerns() {
        var settings = ClientSettings.of(
                MongodbConfig.of(
                        "mongodb://localhost/?w=1&journal=false&readConcernLevel=local&readPreference=secondary&retryWrites=false"));
        assertThat(settings.getWriteConcern()).isEqualTo(ClientSettings.DURABLE);
        assertThat(settings.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(settings.getRetryWrites()).isTrue();
    }
}
