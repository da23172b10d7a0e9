package dev.parley.storage.cluster.postgresql;

import dev.parley.core.problem.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of a COMMIT whose answer was lost, as far as that can be found out.
enum CommitOutcome {
    COMMITTED,
    ABORTED,
    UNKNOWN;

    private static final Logger LOG = LoggerFactory.getLogger(CommitOutcome.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String ASK = "SELECT pg_xact_status(?::text::xid8)";

    /// Asks the primary, for some seconds, until it knows.
    ///
    /// A number that a crash or a failover has lost is given again, so `committed` counts only where neither was.
    ///
    /// @param incarnation of the server that had the transaction, see [Connections#incarnation]
    static CommitOutcome of(CommitMark mark, String incarnation, Connections connections) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                Optional<CommitOutcome> outcome = connections.read(
                        connection -> connections.incarnation(connection).equals(incarnation)
                                ? ask(connection, mark)
                                : Optional.of(UNKNOWN));
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (StoreUnavailableException e) {
                LOG.debug("the outcome of a commit cannot be asked for yet", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return UNKNOWN;
            }
        }
        return UNKNOWN;
    }

    /// @return empty while it is not decided
    private static Optional<CommitOutcome> ask(Connection connection, CommitMark mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK)) {
            statement.setString(1, mark.transactionId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return switch (String.valueOf(row.getString(1))) {
                    case "committed" -> Optional.of(COMMITTED);
                    case "aborted" -> Optional.of(ABORTED);
                    default -> Optional.empty();
                };
            }
        }
    }
}
