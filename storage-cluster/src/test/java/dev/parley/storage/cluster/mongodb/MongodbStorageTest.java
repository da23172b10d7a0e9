package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.contract.Fixtures;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.bson.BsonDocument;
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

    @Test
    void refusesDatabaseOfNewerVersion() {
        try (JavaServer server = new JavaServer()) {
            openWithout(server.config()).close();
            try (MongoClient client = MongoClients.create(server.config().uri())) {
                client.getDatabase("parley")
                        .getCollection(Schema.STEPS)
                        .updateOne(Filters.eq("_id", "mongodb"), Updates.set("step", 99));
            }
            assertThatThrownBy(() -> openWithout(server.config()))
                    .isInstanceOf(MongodbUnsuitableException.class)
                    .hasMessageContaining("newer version");
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
