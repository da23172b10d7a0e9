package dev.parley.app.platform;

import dev.parley.core.id.IdSource;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.migration.Migration;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.migration.MigrationState;
import dev.parley.storage.migration.MigrationTurn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings stored documents to the form of this version, in the background, beside the services; from start to
/// close.
final class Upgrades implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_SECONDS = 5;
    private static final long LONGEST_PAUSE_SECONDS = 300;

    private final MigrationRun run;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant nextLine = Instant.EPOCH;
    private final Thread thread = Thread.ofVirtual().name("upgrades").unstarted(this::upgrade);

    private Upgrades(DocumentStore documents, List<Migration> migrations, IdSource ids, InstantSource clock) {
        this.clock = clock;
        this.run = run(documents, migrations, ids, clock, this::progress);
    }

    /// Starts when there is something to do.
    ///
    /// @throws dev.parley.storage.SchemaTooNewException when a newer version has taken something away
    static Upgrades begin(DocumentStore documents, List<Migration> migrations, IdSource ids, InstantSource clock) {
        Upgrades upgrades = new Upgrades(documents, migrations, ids, clock);
        upgrades.run.requireKnown();
        if (upgrades.run.isBehind()) {
            upgrades.thread.start();
        }
        return upgrades;
    }

    /// The migrations of this program on some store, as one process among others.
    static MigrationRun run(
            DocumentStore documents,
            List<Migration> migrations,
            IdSource ids,
            InstantSource clock,
            Consumer<MigrationState> progress) {
        MigrationTurn turn = new MigrationTurn(ids.next("run"), MigrationTurn.PATIENCE);
        return new MigrationRun(documents, migrations, turn, clock, progress);
    }

    private void upgrade() {
        long pauseSeconds = FIRST_PAUSE_SECONDS;
        while (!expanded(pauseSeconds)) {
            pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
        }
    }

    /// @param pauseSeconds to wait after a failure
    /// @return false when it is to be tried again
    private boolean expanded(long pauseSeconds) {
        try {
            run.expand();
            LOG.info("all documents have the form of this version");
            return true;
        } catch (ClosedException e) {
            return true;
        } catch (RuntimeException e) {
            LOG.warn("a migration of documents did not end; again in {} s", pauseSeconds, e);
            return closedWithin(pauseSeconds);
        }
    }

    private boolean closedWithin(long seconds) {
        try {
            return closed.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void progress(MigrationState state) {
        if (closed.getCount() == 0) {
            throw new ClosedException();
        }
        if (clock.instant().isAfter(nextLine)) {
            nextLine = clock.instant().plus(BETWEEN_LINES);
            LOG.info("migration {} ({}): {} documents", state.number(), state.name(), state.documents());
        }
    }

    /// Ends after the batch at hand, from which another process or the next start goes on.
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        if (thread.isAlive()) {
            thread.join();
        }
    }

    private static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("closed between two batches");
        }
    }
}
