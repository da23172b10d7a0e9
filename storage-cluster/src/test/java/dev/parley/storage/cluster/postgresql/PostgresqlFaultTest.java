package dev.parley.storage.cluster.postgresql;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.Ports;
import dev.parley.engines.PostgresqlServer;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers that are killed, hang, and are replaced while transactions are written.
class PostgresqlFaultTest {
    private static final Collection<Note> LEFT = Collection.of("fault_left", Note.class);
    private static final Collection<Note> RIGHT = Collection.of("fault_right", Note.class);
    /// What a caller waits at most when the server is gone, with room for a busy machine.
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final TenantId tenant = Fixtures.freshTenant();
    private final Path folder = PostgresqlFixture.freshFolder();
    private PostgresqlServer server;

    @BeforeEach
    void start() {
        server = PostgresqlServer.start(folder, PostgresqlServer.Settings.of(PostgresqlFixture.PASSWORD));
    }

    @AfterEach
    void end() {
        PostgresqlFixture.end(server, folder);
    }

    @Test
    void keepsEveryAcknowledgedWriteWhenServerIsKilled() {
        try (PostgresqlStorage storage = PostgresqlFixture.open(PostgresqlFixture.config("parley", server))) {
            declare(storage.documents());
            Storm storm = new Storm(storage, tenant);
            storm.await(200);
            server.kill();
            eventually(() -> assertThat(storm.refused).hasPositiveValue());
            server.restart();
            storm.awaitMore(100);
            storm.end();
            assertWholeAndComplete(storage, storm);
        }
    }

    @Test
    void keepsEveryAcknowledgedWriteOverFailover() {
        Path copyFolder = PostgresqlFixture.freshFolder();
        PostgresqlServer copy = server.standby(copyFolder, Ports.free(1).getFirst());
        try (PostgresqlStorage storage = PostgresqlFixture.open(PostgresqlFixture.config("parley", server, copy))) {
            declare(storage.documents());
            Storm storm = new Storm(storage, tenant);
            storm.await(200);
            server.kill();
            copy.promote();
            storm.awaitMore(100);
            storm.end();
            assertWholeAndComplete(storage, storm);
        } finally {
            PostgresqlFixture.end(copy, copyFolder);
        }
    }

    /// The old primary accepts connections and never answers.
    @Test
    void findsPromotedStandbyBesideServerThatHangs() {
        Path copyFolder = PostgresqlFixture.freshFolder();
        PostgresqlServer copy = server.standby(copyFolder, Ports.free(1).getFirst());
        try (PostgresqlStorage storage = PostgresqlFixture.open(PostgresqlFixture.config("parley", server, copy))) {
            declare(storage.documents());
            Storm storm = new Storm(storage, tenant);
            storm.await(200);
            server.suspend();
            copy.promote();
            storm.awaitMore(100);
            storm.end();
            assertWholeAndComplete(storage, storm);
        } finally {
            PostgresqlFixture.end(copy, copyFolder);
        }
    }

    @Test
    void failsInBoundedTimeWhileServerHangs() {
        try (PostgresqlStorage storage = PostgresqlFixture.open(PostgresqlFixture.config("parley", server))) {
            DocumentStore documents = storage.documents();
            declare(documents);
            DocumentStoreContract.insert(documents, tenant, LEFT, "n1", Note.EMPTY);
            server.suspend();
            Instant start = Instant.now();
            assertThatThrownBy(() -> documents.get(tenant, LEFT, "n1")).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> DocumentStoreContract.insert(documents, tenant, LEFT, "n2", Note.EMPTY))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(documents::check).isInstanceOf(StoreUnavailableException.class);
            assertThat(Duration.between(start, Instant.now())).isLessThan(BOUND);
            server.resume();
            eventually(() -> assertThat(documents.get(tenant, LEFT, "n1")).isPresent());
            eventually(() -> DocumentStoreContract.insert(documents, tenant, LEFT, Fixtures.freshId(), Note.EMPTY));
        }
    }

    private static void declare(DocumentStore documents) {
        documents.declare(List.of(LEFT, RIGHT));
    }

    private void assertWholeAndComplete(PostgresqlStorage storage, Storm storm) {
        Set<String> inOutbox = new HashSet<>();
        for (OutboxEvent stored : storage.outbox().oldest(1_000_000)) {
            inOutbox.add(stored.event().key());
        }
        Set<String> acknowledged = new HashSet<>(storm.acknowledged);
        Set<String> all = new HashSet<>(acknowledged);
        all.addAll(storm.unknown);
        all.addAll(storm.notDone);
        for (String id : all) {
            boolean left = storage.documents().get(tenant, LEFT, id).isPresent();
            boolean right = storage.documents().get(tenant, RIGHT, id).isPresent();
            assertThat(List.of(left, right, inOutbox.contains(id))).as(id).containsOnly(left);
            assertThat(left || !acknowledged.contains(id))
                    .as("acknowledged and there: " + id)
                    .isTrue();
            assertThat(left && storm.notDone.contains(id))
                    .as("refused and there: " + id)
                    .isFalse();
        }
    }

    /// Callers who write pairs of documents and an event without pause.
    private static final class Storm {
        private static final int CALLERS = 8;

        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private final Set<String> unknown = ConcurrentHashMap.newKeySet();
        private final Set<String> notDone = ConcurrentHashMap.newKeySet();
        private final List<RuntimeException> unforeseen = new CopyOnWriteArrayList<>();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final CountDownLatch running = new CountDownLatch(CALLERS);
        private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

        Storm(PostgresqlStorage storage, TenantId tenant) {
            for (int i = 0; i < CALLERS; i++) {
                executor.submit(() -> {
                    try {
                        while (!ended.get()) {
                            write(storage, tenant, Fixtures.freshId());
                        }
                    } catch (RuntimeException e) {
                        unforeseen.add(e);
                    } finally {
                        running.countDown();
                    }
                });
            }
        }

        private void write(PostgresqlStorage storage, TenantId tenant, String id) {
            try {
                storage.documents().transact(tenant, transaction -> {
                    transaction.insert(LEFT, id, Note.EMPTY);
                    transaction.append(Fixtures.event("things", id, 1));
                    transaction.insert(RIGHT, id, Note.EMPTY);
                    return true;
                });
                acknowledged.add(id);
            } catch (StoreUnavailableException e) {
                refused.incrementAndGet();
                notDone.add(id);
            } catch (AmbiguousCommitException e) {
                unknown.add(id);
            }
        }

        void await(int writes) {
            eventually(() -> assertThat(acknowledged).hasSizeGreaterThan(writes));
        }

        void awaitMore(int writes) {
            await(acknowledged.size() + writes);
        }

        void end() {
            ended.set(true);
            Fixtures.awaitLatch(running);
            executor.close();
            assertThat(unforeseen).isEmpty();
        }
    }
}
