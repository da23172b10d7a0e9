package dev.parley.storage.cluster.postgresql;

import dev.parley.storage.cluster.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to relay: an advisory lock of a session, so that it ends with the connection. PostgreSQL ends the
/// connection of a process that hangs and asks no more; the time is longer than Kafka may take for a transaction.
final class OutboxLead implements Outbox.Lead {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxLead.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String END_WHEN_SILENT = "SET idle_session_timeout = '20s'";

    private final Connection connection;

    private OutboxLead(Connection connection) {
        this.connection = connection;
    }

    static Optional<OutboxLead> tryTake(Connections connections) {
        try {
            Connection connection = connections.apart("lead", PATIENCE);
            OutboxLead lead = new OutboxLead(connection);
            try {
                if (SessionLock.tryTake(connection, Keys.of(connections.config().schema(), "lead"))) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(END_WHEN_SILENT);
                    }
                    return Optional.of(lead);
                }
            } catch (SQLException e) {
                lead.close();
                throw e;
            }
            lead.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw PostgresqlFailure.ofStatement(e);
        }
    }

    /// Asks the server, within seconds: the session that answers has the lock.
    @Override
    public boolean isHeld() {
        try {
            if (connection.isValid((int) PATIENCE.toSeconds())) {
                return true;
            }
        } catch (SQLException e) {
            LOG.debug("the lead is lost", e);
        }
        close();
        return false;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection is given up", e);
        }
    }
}
