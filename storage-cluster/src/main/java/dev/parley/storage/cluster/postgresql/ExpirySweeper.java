package dev.parley.storage.cluster.postgresql;

import dev.parley.core.problem.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes expired documents in the background: one process at a time, a small batch in each transaction, and none
/// that somebody has locked.
final class ExpirySweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweeper.class);
    private static final int BATCH = 500;

    private final Connections connections;
    private final PostgresqlDocumentStore documents;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("postgresql-sweeper").daemon().factory());

    ExpirySweeper(Connections connections, PostgresqlDocumentStore documents) {
        this.connections = connections;
        this.documents = documents;
    }

    void start() {
        long period = connections.config().sweepPeriod().toMillis();
        executor.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            documents.tables().forEach(this::sweep);
        } catch (StoreUnavailableException e) {
            LOG.debug("nothing is swept while PostgreSQL is away", e);
        } catch (RuntimeException e) {
            LOG.warn("sweeping failed; the next round tries again", e);
        }
    }

    /// Sweeps a table until nothing is left or another process does it.
    void sweep(DocumentTable<?> table) {
        if (table.collection().expiryField().isEmpty()) {
            return;
        }
        int removed = BATCH;
        while (removed == BATCH && !executor.isShutdown()) {
            removed = connections.read(connection -> batch(connection, table));
        }
    }

    private int batch(Connection connection, DocumentTable<?> table) throws SQLException {
        connection.setAutoCommit(false);
        try {
            int removed = isMyTurn(connection) ? table.sweep(connection, BATCH) : 0;
            connection.commit();
            return removed;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private boolean isMyTurn(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, Keys.of(connections.config().schema(), "sweep"));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Waits for a running round.
    @Override
    public void close() {
        executor.close();
    }
}
