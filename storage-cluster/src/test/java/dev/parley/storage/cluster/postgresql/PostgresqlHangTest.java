package dev.parley.storage.cluster.postgresql;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// A process that hangs, with all its connections open, in the midst of what it holds: the others get past it.
class PostgresqlHangTest {
    private static final Collection<Note> NOTES = Collection.of("hang_notes", Note.class);
    private static final PostgresqlConfig.Timeouts IMPATIENT = new PostgresqlConfig.Timeouts(
            Duration.ofSeconds(20),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    private static final Set<Integer> SPOT = Set.of(7);

    private final TenantId tenant = Fixtures.freshTenant();

    @Test
    void queueAtHotDocumentMovesOnWithoutHeadThatHangs() throws SQLException {
        PostgresqlConfig config = PostgresqlFixture.freshSchema().withTimeouts(IMPATIENT);
        try (PostgresqlStorage storage = PostgresqlFixture.open(config);
                Connections.Lease hung = storage.connections().transaction();
                HotSpots.Turn first = turn(config)) {
            first.lock(hung.connection());
            eventually(() -> passesThroughQueue(storage, config));
            // It wakes, and finds that it was given up.
            assertThatThrownBy(() -> first.unlock(hung.connection()))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(PostgresqlFailure.isLost(failure))
                                    .isTrue());
            hung.discard();
        }
    }

    @Test
    void transactionThatHangsIsRolledBackForThoseWhoWait() {
        PostgresqlConfig config = PostgresqlFixture.config().withTimeouts(IMPATIENT);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch wakes = new CountDownLatch(1);
        try (PostgresqlStorage storage = PostgresqlFixture.open(config)) {
            DocumentStore documents = storage.documents();
            documents.declare(List.of(NOTES));
            CompletableFuture<Boolean> hung = CompletableFuture.supplyAsync(() -> documents.transact(tenant, work -> {
                work.insert(NOTES, "n1", Note.EMPTY);
                inside.countDown();
                Fixtures.awaitLatch(wakes);
                work.insert(NOTES, "n2", Note.EMPTY);
                return true;
            }));
            Fixtures.awaitLatch(inside);
            eventually(() -> DocumentStoreContract.insert(documents, tenant, NOTES, "n1", Note.EMPTY));
            wakes.countDown();
            assertThatThrownBy(hung::join).hasCauseInstanceOf(StoreUnavailableException.class);
            assertThat(documents.get(tenant, NOTES, "n2")).isEmpty();
        }
    }

    /// As another process would.
    private static void passesThroughQueue(PostgresqlStorage storage, PostgresqlConfig config) {
        try (Connections.Lease other = storage.connections().transaction();
                HotSpots.Turn next = turn(config)) {
            next.lock(other.connection());
            next.unlock(other.connection());
        } catch (SQLException e) {
            throw new AssertionError("still behind the one that hangs", e);
        }
    }

    private static HotSpots.Turn turn(PostgresqlConfig config) {
        HotSpots ofOneProcess = new HotSpots(config.schema(), config.timeouts().lock(), Ticker.systemTicker());
        return ofOneProcess.queue(
                new TreeSet<>(SPOT), System.nanoTime() + Duration.ofSeconds(5).toNanos());
    }
}
