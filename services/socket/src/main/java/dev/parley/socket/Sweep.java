package dev.parley.socket;

import dev.parley.core.caller.Caller;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What time does to connections: who does not authenticate, falls silent, or holds a token that ended, is sent
/// away. One timer per loop instead of several per connection.
///
/// Revoked sessions are looked for on a thread of their own, because the feed of revocations may have to ask auth.
/// While auth cannot answer, connections that were let in stay: they receive only, and nothing new is let in.
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /// With the half second between two questions to auth, well within the second that is promised.
    private static final Duration REVOCATION_PERIOD = Duration.ofMillis(200);

    private final Node node;
    private final CountDownLatch closed = new CountDownLatch(1);

    Sweep(Node node) {
        this.node = node;
    }

    void start() {
        for (Loop loop : node.loops().all()) {
            loop.executor()
                    .scheduleAtFixedRate(
                            () -> sweep(loop), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
        node.background().run(this::watchRevocations);
    }

    void close() {
        closed.countDown();
    }

    private void sweep(Loop loop) {
        long nowNanos = System.nanoTime();
        Instant now = node.endpoint().clock().instant();
        loop.forEach(connection -> {
            connection.framesHeard = 0;
            if (connection.isOpen()) {
                sweep(connection, nowNanos, now);
            }
        });
    }

    private void sweep(Connection connection, long nowNanos, Instant now) {
        SocketConfig.Timing timing = node.config().timing();
        long silentNanos = nowNanos - connection.heardNanos;
        boolean unknown = connection.state() == Connection.State.NEW;
        if (unknown
                && nowNanos - connection.openedNanos >= timing.authentication().toNanos()) {
            connection.close(CloseReason.NOT_AUTHENTICATED);
        } else if (!now.isBefore(connection.expiresAt())) {
            connection.error(ProblemType.INVALID_TOKEN.code(), "the token has expired", null);
            connection.close(CloseReason.TOKEN_EXPIRED);
        } else if (silentNanos >= timing.idle().toNanos()) {
            connection.close(CloseReason.IDLE);
        } else if (!connection.pinged && silentNanos >= timing.ping().toNanos()) {
            connection.pinged = true;
            connection.ping();
        }
    }

    private void watchRevocations() {
        try {
            while (!closed.await(REVOCATION_PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                closeRevoked();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeRevoked() {
        try {
            for (Connection connection : node.connections()) {
                Caller.User user = connection.caller();
                if (user != null && node.peers().revocations().isRevoked(user.tenant(), user.session())) {
                    Background.hand(connection.loop().executor(), () -> connection.close(CloseReason.SESSION_REVOKED));
                }
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("whether sessions were revoked cannot be told now", e);
        } catch (RuntimeException e) {
            LOG.warn("whether sessions were revoked could not be told", e);
        }
    }
}
