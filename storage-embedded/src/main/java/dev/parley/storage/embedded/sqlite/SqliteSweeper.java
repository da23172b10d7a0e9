package dev.parley.storage.embedded.sqlite;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes from disk, in the background, what expired or outlived its retention.
public final class SqliteSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSweeper.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sqlite-sweeper").daemon().factory());

    public SqliteSweeper(SqliteDocumentStore documents, SqliteEventLog events, Duration period) {
        executor.scheduleWithFixedDelay(
                () -> {
                    sweep("documents", documents::sweep);
                    sweep("events", events::sweep);
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void sweep(String what, Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            LOG.warn("sweeping {} failed; the next round tries again", what, e);
        }
    }

    /// Waits for a running round.
    @Override
    public void close() {
        executor.close();
    }
}
