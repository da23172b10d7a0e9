package dev.parley.storage.cluster.postgresql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.problem.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Where transactions got in each other's way lately, and the queues in front of those places.
///
/// Serializable transactions let the first one win and send the others back to the start, which is right while they
/// seldom meet. On a hot document all of n callers would do their work, and n - 1 of them in vain, again and again.
/// So a document that caused a conflict is hot for some seconds: whoever touches it queues first, in this process
/// and then, by an advisory lock of the session, among all. The lock has to be there before the transaction begins:
/// taken within, even by its first statement, it would be waited for with a snapshot that is out of date when it
/// comes.
///
/// A process that hangs at the head of a queue must not hold up all others: as long as it has the lock, PostgreSQL
/// ends a session of which nothing is heard for as long as others wait for a lock.
///
/// Places are numbered by hash, so two may share a queue, which costs nothing but time. Queues are joined in the
/// order of numbers, so that nobody waits in a circle.
final class HotSpots {
    private static final int SPOTS = 4096;
    private static final Duration COOLING = Duration.ofSeconds(5);
    private static final String LOCK =
            "SELECT set_config('idle_session_timeout', ?, false), pg_advisory_lock(?, spot) FROM unnest(?) AS spot";
    private static final String UNLOCK =
            "SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)";

    private final ReentrantLock[] queues = new ReentrantLock[SPOTS];
    private final Cache<Integer, Boolean> hot;
    private final int space;
    private final Duration silence;

    /// @param silence of the holder, after which the queue moves on without it
    HotSpots(String schema, Duration silence, Ticker ticker) {
        this.silence = silence;
        for (int i = 0; i < SPOTS; i++) {
            queues[i] = new ReentrantLock(true);
        }
        this.hot = Caffeine.newBuilder()
                .maximumSize(SPOTS)
                .expireAfterWrite(COOLING)
                .ticker(ticker)
                .build();
        this.space = (int) Keys.of(schema, "hot spots");
    }

    static int spot(String... place) {
        return Math.floorMod(Keys.of(place), SPOTS);
    }

    void heat(int spot) {
        hot.put(spot, true);
    }

    boolean isHot(int spot) {
        return hot.getIfPresent(spot) != null;
    }

    /// Queues at all these places.
    ///
    /// @param deadlineNanos of `System.nanoTime`
    /// @throws StoreUnavailableException when the turn did not come in time
    Turn queue(TreeSet<Integer> spots, long deadlineNanos) {
        Turn turn = new Turn(spots);
        try {
            for (int spot : spots) {
                ReentrantLock queue = queues[spot];
                if (!queue.tryLock(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    throw new StoreUnavailableException("too many transactions on the same document");
                }
                turn.held.push(queue);
            }
            return turn;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            turn.close();
            throw new StoreUnavailableException("interrupted", e);
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    /// The head of some queues of this process.
    final class Turn implements AutoCloseable {
        private final TreeSet<Integer> spots;
        private final Deque<ReentrantLock> held = new ArrayDeque<>();

        private Turn(Collection<Integer> spots) {
            this.spots = new TreeSet<>(spots);
        }

        boolean covers(int spot) {
            return spots.contains(spot);
        }

        boolean isEmpty() {
            return spots.isEmpty();
        }

        /// Queues among all processes as well. The connection is in no transaction.
        void lock(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
            try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
                statement.setString(1, Long.toString(silence.toMillis()));
                statement.setInt(2, space);
                statement.setArray(3, connection.createArrayOf("int4", spots.toArray()));
                statement.execute();
            }
            connection.setAutoCommit(false);
        }

        void unlock(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
            try (PreparedStatement statement = connection.prepareStatement(UNLOCK)) {
                statement.execute();
            }
            connection.setAutoCommit(false);
        }

        @Override
        public void close() {
            while (!held.isEmpty()) {
                ReentrantLock queue = held.pop();
                if (queue.hasQueuedThreads()) {
                    spots.forEach(HotSpots.this::heat);
                }
                queue.unlock();
            }
        }
    }
}
