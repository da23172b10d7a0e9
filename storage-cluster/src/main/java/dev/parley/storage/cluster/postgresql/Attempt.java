package dev.parley.storage.cluster.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection of one attempt at a transaction and the queues that it stands at the head of.
///
/// A connection is borrowed only when the turn has come, so that those who wait for a hot document keep none from
/// others.
final class Attempt implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Connections connections;
    private final HotSpots hotSpots;
    private final long deadlineNanos;
    private HotSpots.Turn turn;
    private Connections.@Nullable Lease lease;
    private String incarnation = "";
    private boolean broken;

    /// Waits for its turn.
    ///
    /// @param spots where conflicts are expected
    Attempt(Connections connections, HotSpots hotSpots, Set<Integer> spots, long deadlineNanos) {
        this.connections = connections;
        this.hotSpots = hotSpots;
        this.deadlineNanos = deadlineNanos;
        this.turn = hotSpots.queue(new TreeSet<>(spots), deadlineNanos);
    }

    /// The connection for a statement that touches a place.
    ///
    /// @throws Again when the place is hot and this attempt has begun without queueing there
    Connection connectionAt(int spot) throws SQLException {
        if (!turn.covers(spot) && hotSpots.isHot(spot)) {
            if (lease != null || !turn.isEmpty()) {
                throw new Again(spot);
            }
            turn = hotSpots.queue(new TreeSet<>(Set.of(spot)), deadlineNanos);
        }
        return connection();
    }

    Connection connection() throws SQLException {
        Connections.Lease current = lease;
        if (current == null) {
            current = connections.transaction();
            lease = current;
            incarnation = connections.incarnation(current.connection());
            if (!turn.isEmpty()) {
                turn.lock(current.connection());
            }
        }
        return current.connection();
    }

    /// Of the server, once it was asked for anything. See [Connections#incarnation].
    String incarnation() {
        return incarnation;
    }

    void commit() throws SQLException {
        if (lease != null) {
            lease.connection().commit();
            lease.succeeded();
        }
    }

    /// Notes a failure of the connection, which may be lost.
    void noticed(SQLException failure) {
        if (lease != null) {
            broken |= PostgresqlFailure.isLost(failure);
            lease.noticed(failure);
        }
    }

    /// Rolls back what was not committed and lets the next one have its turn.
    @Override
    public void close() {
        try (HotSpots.Turn ending = turn) {
            if (lease != null) {
                end(lease, ending);
            }
        }
    }

    private void end(Connections.Lease ended, HotSpots.Turn ending) {
        if (broken) {
            ended.discard();
            return;
        }
        try (ended) {
            ended.connection().rollback();
            if (!ending.isEmpty()) {
                ending.unlock(ended.connection());
            }
        } catch (SQLException e) {
            LOG.debug("a connection is given up", e);
            ended.noticed(e);
            ended.discard();
        }
    }
}
